//! What a package says of itself, read before anything of it is compiled or run.

use std::collections::{BTreeMap, BTreeSet};

use wasmparser::{
    ComponentExport, ComponentExternalKind, ComponentImport, ComponentTypeRef, Parser, Payload, Validator, WasmFeatures,
};

use crate::imports::{self, Offer};
use crate::limits::{MAX_EXTERNS, MAX_PACKAGE_BYTES};
use crate::refusal::Refusal;
use crate::sections::Sections;
use crate::signature::signature_of;

/// What stable toolchains produce for wasm32-wasip2; what a new compiler of ours could do more stays out until it is
/// chosen.
const FEATURES: WasmFeatures = WasmFeatures::WASM2.union(WasmFeatures::LIME1).union(WasmFeatures::COMPONENT_MODEL);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// TOML text, not read yet.
    pub manifest: String,
    /// Version of the interface, such as `0.1.0`.
    pub api: String,
    /// By name.
    pub assets: BTreeMap<String, Vec<u8>>,
    /// Interfaces with versions, sorted: what the operator's consent is computed from.
    pub imports: Vec<String>,
    /// What the component can do: answer pages, or turn pictures into others.
    pub offers: BTreeSet<Offer>,
}

/// Reads a package. Costs two passes over the bytes, one of which checks all code, and little more memory than its
/// sections.
pub fn inspect(bytes: &[u8]) -> Result<Inspection, Refusal> {
    if bytes.len() > MAX_PACKAGE_BYTES {
        return Err(Refusal::TooLarge { bytes: bytes.len(), max_bytes: MAX_PACKAGE_BYTES });
    }
    if Parser::is_core_wasm(bytes) {
        return Err(Refusal::CoreModule);
    }
    if !Parser::is_component(bytes) {
        return Err(Refusal::NotWasm);
    }
    Validator::new_with_features(FEATURES).validate_all(bytes).map_err(|error| malformed(&error))?;
    let mut outline = Outline::default();
    outline.read(bytes)?;
    if outline.sections.signatures != usize::from(signature_of(bytes).is_some()) {
        return Err(Refusal::Signature);
    }
    let (manifest, api, assets) = std::mem::take(&mut outline.sections).finish()?;
    let Outline { imports, offers, .. } = outline;
    match (offers.contains(&Offer::Web), offers.contains(&Offer::Codec)) {
        (false, false) => return Err(Refusal::MissingExport),
        (true, true) => return Err(Refusal::TwoKinds),
        (false, true) => {
            if let Some(import) = imports.iter().find(|import| imports::asks_host(import)) {
                return Err(Refusal::CodecImport(import.clone()));
            }
        }
        (true, false) => {}
    }
    Ok(Inspection { manifest, api, assets, imports: imports.into_iter().collect(), offers })
}

fn malformed(error: &wasmparser::BinaryReaderError) -> Refusal {
    Refusal::Malformed(format!("{} at byte {}", error.message().escape_debug(), error.offset()))
}

/// The top level of a component; what is nested in it is its own affair.
#[derive(Default)]
struct Outline {
    sections: Sections,
    imports: BTreeSet<String>,
    exports: usize,
    offers: BTreeSet<Offer>,
}

impl Outline {
    fn read(&mut self, bytes: &[u8]) -> Result<(), Refusal> {
        let mut depth = 0_usize;
        for payload in Parser::new(0).parse_all(bytes) {
            match payload.map_err(|error| malformed(&error))? {
                Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
                Payload::End(_) => depth = depth.saturating_sub(1),
                _ if depth > 0 => {}
                Payload::CustomSection(section) => self.sections.take(section.name(), section.data())?,
                Payload::ComponentImportSection(imports) => {
                    for import in imports {
                        self.take_import(&import.map_err(|error| malformed(&error))?)?;
                    }
                }
                Payload::ComponentExportSection(exports) => {
                    for export in exports {
                        self.take_export(&export.map_err(|error| malformed(&error))?)?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn take_import(&mut self, import: &ComponentImport<'_>) -> Result<(), Refusal> {
        self.imports.insert(checked(import)?);
        check_count(self.imports.len())
    }

    fn take_export(&mut self, export: &ComponentExport<'_>) -> Result<(), Refusal> {
        self.exports += 1;
        if export.kind == ComponentExternalKind::Instance {
            self.offers.extend(imports::offer(export.name.name));
        }
        check_count(self.exports)
    }
}

/// The name of an import that a component may ask for.
fn checked(import: &ComponentImport<'_>) -> Result<String, Refusal> {
    let name = import.name.name.to_owned();
    let is_plain = import.name.implements.is_none() && import.name.version_suffix.is_none();
    let is_interface = is_plain && matches!(import.ty, ComponentTypeRef::Instance(_));
    if !is_interface {
        return Err(Refusal::UnknownImport(name));
    }
    imports::check(&name).map(|()| name)
}

/// Every import that [`inspect`] would refuse, where it stops at the first: for an author who mends them all at once. Empty
/// for what is no component.
pub fn refused_imports(bytes: &[u8]) -> Vec<Refusal> {
    let mut refused = Vec::new();
    let mut depth = 0_usize;
    // What cannot be read any further is not refused for its imports.
    for payload in Parser::new(0).parse_all(bytes).map_while(Result::ok) {
        match payload {
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::ComponentImportSection(imports) if depth == 0 => {
                let read = imports.into_iter().map_while(Result::ok);
                refused.extend(read.filter_map(|import| checked(&import).err()).take(MAX_EXTERNS));
            }
            _ => {}
        }
    }
    refused
}

fn check_count(externs: usize) -> Result<(), Refusal> {
    if externs > MAX_EXTERNS { Err(Refusal::TooManyExterns { max: MAX_EXTERNS }) } else { Ok(()) }
}
