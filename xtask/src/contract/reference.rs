//! What the whole page is made from, in the order of the page.

use wit_parser::{
    Interface, InterfaceId, Package, PackageId, Resolve, Type, TypeDefKind, TypeId, TypeOwner, World, WorldItem,
};

use super::anchor::anchor;

pub(super) struct Reference<'wit> {
    pub(super) resolve: &'wit Resolve,
    pub(super) main: PackageId,
}

/// Who answers an interface's functions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Host,
    Plugin,
    /// It holds types alone.
    Nobody,
}

impl<'wit> Reference<'wit> {
    pub(super) fn new(resolve: &'wit Resolve, main: PackageId) -> Self {
        Self { resolve, main }
    }

    pub(super) fn worlds(&self) -> impl Iterator<Item = &'wit World> {
        self.resolve.packages[self.main].worlds.values().map(|id| &self.resolve.worlds[*id])
    }

    /// Packages with their interfaces, in the order in which the worlds name them.
    pub(super) fn packages(&self) -> Vec<(&'wit Package, Vec<InterfaceId>)> {
        let mut packages: Vec<(PackageId, Vec<InterfaceId>)> = Vec::new();
        let items = self.worlds().flat_map(|world| world.imports.values().chain(world.exports.values()));
        for interface in items.filter_map(interface_of) {
            let Some(package) = self.resolve.interfaces[interface].package else { continue };
            match packages.iter_mut().find(|(known, _)| *known == package) {
                Some((_, interfaces)) if interfaces.contains(&interface) => {}
                Some((_, interfaces)) => interfaces.push(interface),
                None => packages.push((package, vec![interface])),
            }
        }
        packages.into_iter().map(|(package, interfaces)| (&self.resolve.packages[package], interfaces)).collect()
    }

    pub(super) fn interface(&self, id: InterfaceId) -> &'wit Interface {
        &self.resolve.interfaces[id]
    }

    /// `read` of `objects/read`.
    pub(super) fn short_name(&self, id: InterfaceId) -> &'wit str {
        self.interface(id).name.as_deref().unwrap_or_default()
    }

    /// `objects/read`.
    pub(super) fn name(&self, id: InterfaceId) -> String {
        let package = self.interface(id).package.map_or("", |package| &self.resolve.packages[package].name.name);
        format!("{package}/{}", self.short_name(id))
    }

    /// `veillee:objects/read@0.1.0`.
    pub(super) fn full_name(&self, id: InterfaceId) -> String {
        self.resolve.id_of(id).unwrap_or_default()
    }

    pub(super) fn side(&self, id: InterfaceId) -> Side {
        let is_exported =
            |world: &World| world.exports.values().filter_map(interface_of).any(|exported| exported == id);
        if self.interface(id).functions.is_empty() {
            Side::Nobody
        } else if self.worlds().any(is_exported) {
            Side::Plugin
        } else {
            Side::Host
        }
    }

    /// The types that an interface brings, without those that it borrows by `use`.
    pub(super) fn types(&self, id: InterfaceId) -> impl Iterator<Item = (&'wit str, TypeId)> {
        let own = self.interface(id).types.iter().filter(move |(_, of)| self.origin(**of) == **of);
        own.map(|(name, of)| (name.as_str(), *of))
    }

    /// Where a type was first named.
    pub(super) fn origin(&self, mut id: TypeId) -> TypeId {
        while let TypeDefKind::Type(Type::Id(before)) = self.resolve.types[id].kind {
            id = before;
        }
        id
    }

    /// Name and address of a type that has a name.
    pub(super) fn named(&self, id: TypeId) -> Option<(&'wit str, String)> {
        let definition = &self.resolve.types[self.origin(id)];
        let (Some(name), TypeOwner::Interface(owner)) = (definition.name.as_deref(), definition.owner) else {
            return None;
        };
        Some((name, anchor(&format!("{}.{name}", self.short_name(owner)))))
    }
}

pub(super) fn interface_of(item: &WorldItem) -> Option<InterfaceId> {
    match item {
        WorldItem::Interface { id, .. } => Some(*id),
        WorldItem::Function(_) | WorldItem::Type { .. } => None,
    }
}
