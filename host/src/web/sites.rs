use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::site::Site;

/// The open associations and the names they answer under.
#[derive(Default)]
pub struct Sites(RwLock<Open>);

#[derive(Default)]
struct Open {
    /// The oldest first.
    all: Vec<Arc<Site>>,
    /// By host name, without port, in lower case: a place in `all`.
    names: HashMap<String, usize>,
}

impl Open {
    fn place(&self, association: &str) -> Option<usize> {
        self.all.iter().position(|site| site.association.id == association)
    }
}

impl Sites {
    /// Adds an association, under no name yet; one that is there stays as it is.
    pub fn add(&self, site: Arc<Site>) {
        let mut open = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if open.place(&site.association.id).is_none() {
            open.all.push(site);
        }
    }

    /// Lets an association that was added answer under a name.
    pub fn answer_under(&self, name: &str, association: &str) {
        let mut open = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = open.place(association) {
            open.names.insert(name.to_lowercase(), place);
        }
    }

    pub fn under(&self, name: &str) -> Option<Arc<Site>> {
        let open = self.0.read().unwrap_or_else(PoisonError::into_inner);
        open.all.get(*open.names.get(&name.to_lowercase())?).cloned()
    }

    /// An association by its id.
    pub fn of(&self, association: &str) -> Option<Arc<Site>> {
        let open = self.0.read().unwrap_or_else(PoisonError::into_inner);
        open.all.get(open.place(association)?).cloned()
    }

    /// The names that associations answer under.
    pub fn names(&self) -> Vec<String> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).names.keys().cloned().collect()
    }

    /// The names that one association answers under, in their order.
    pub fn names_of(&self, association: &str) -> Vec<String> {
        let open = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let own = open.place(association);
        let mut names: Vec<String> =
            open.names.iter().filter(|(_, place)| Some(**place) == own).map(|(name, _)| name.clone()).collect();
        names.sort();
        names
    }

    pub fn all(&self) -> Vec<Arc<Site>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).all.clone()
    }

    /// Puts another site in the place of the one that an association has: every request that starts now meets it.
    pub fn change(&self, association: &str, change: impl FnOnce(&Site) -> Site) {
        let mut open = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = open.place(association)
            && let Some(site) = open.all.get_mut(place)
        {
            *site = Arc::new(change(site));
        }
    }
}
