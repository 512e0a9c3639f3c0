//! One page of every type, as the people who meet it see it: whatever looks at pages walks this way.

mod console;
mod doors;
mod envoi;
mod guest;
mod house;
mod owner;

use veillee_tests::world::{Backend, Browser, World};

/// A page that anybody with the cookies of the walk can ask for again and again.
pub struct Stop {
    pub path: String,
    /// What a form sends; without it the page is visited.
    pub form: Option<Vec<(String, String)>>,
    pub status: u16,
}

impl Stop {
    fn at(path: impl Into<String>) -> Self {
        Self::answered(path, 200)
    }

    fn answered(path: impl Into<String>, status: u16) -> Self {
        Self { path: path.into(), form: None, status }
    }

    /// A form that comes back with words on what is wrong: it changes nothing, however often it is sent.
    fn wrong(path: impl Into<String>, fields: &[(&str, &str)], status: u16) -> Self {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { path: path.into(), form: Some(fields), status }
    }

    pub fn name(&self) -> String {
        let method = if self.form.is_some() { "POST" } else { "GET" };
        format!("{method} {} ({})", self.path, self.status)
    }

    /// The page as the host writes it.
    pub async fn html(&self, browser: &Browser) -> String {
        let answer = match &self.form {
            None => browser.get(&self.path).await,
            Some(fields) => {
                let fields: Vec<(&str, &str)> =
                    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                browser.post(&self.path, &fields).await
            }
        };
        assert_eq!(answer.status.as_u16(), self.status, "{}: {}", self.name(), answer.text());
        answer.text()
    }
}

/// Who walks.
#[derive(Clone, Copy)]
pub enum Person {
    /// Nobody known, before every door.
    Visitor,
    /// By a link, where the association chose colours of its own.
    Guest,
    /// An administrator among their own albums.
    Owner,
    /// An administrator on the host's own pages.
    Administrator,
    /// An administrator who looks after what runs.
    Keeper,
}

pub struct Tour {
    pub world: World,
    /// With the cookies to which the stops belong.
    pub browser: Browser,
    pub stops: Vec<Stop>,
}

impl Tour {
    pub async fn of(person: Person) -> Self {
        let world = World::with_hostile(Backend::Sqlite).await.expect("SQLite is built in");
        let (browser, stops) = match person {
            Person::Visitor => doors::stops(&world).await,
            Person::Guest => guest::stops(&world).await,
            Person::Owner => owner::stops(&world).await,
            Person::Administrator => house::stops(&world).await,
            Person::Keeper => console::stops(&world).await,
        };
        Self { world, browser, stops }
    }
}

/// The id in the path of a photo's bytes.
fn photo_id(original: &str) -> &str {
    veillee_tests::world::id_of(original.trim_end_matches("/original"))
}
