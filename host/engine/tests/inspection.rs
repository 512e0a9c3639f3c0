//! What is refused before anything is compiled. The components are written byte by byte (component model, `Binary.md`).

use veillee_engine::limits::{MAX_ASSET_BYTES, MAX_ASSETS, MAX_MANIFEST_BYTES, MAX_PACKAGE_BYTES};
use veillee_engine::{API_VERSION, Refusal, inspect, pack, refused_imports};

const HEADER: [u8; 8] = [0, b'a', b's', b'm', 0x0d, 0, 1, 0];
const CORE_HEADER: [u8; 8] = [0, b'a', b's', b'm', 1, 0, 0, 0];
const EMPTY_INSTANCE_TYPE: [u8; 3] = [1, 0x42, 0];
const EMPTY_INSTANCE: [u8; 3] = [1, 1, 0];
const WEB: &str = "veillee:web/web@0.1.0";

fn section(id: u8, content: &[u8]) -> Vec<u8> {
    [&[id, length_of(content)], content].concat()
}

/// Unsigned LEB128 of one byte.
fn length_of(content: &[u8]) -> u8 {
    assert!(content.len() < 0x80, "{} bytes", content.len());
    content.len().to_le_bytes()[0]
}

fn custom(name: &str, content: &[u8]) -> Vec<u8> {
    section(0, &[&[length_of(name.as_bytes())], name.as_bytes(), content].concat())
}

fn named(name: &str, before: &[u8], after: &[u8]) -> Vec<u8> {
    [before, &[0, length_of(name.as_bytes())], name.as_bytes(), after].concat()
}

/// A component with these imports (each an empty interface) and one export, an empty interface too.
fn component(imports: &[&str], export: &str) -> Vec<u8> {
    let mut bytes = HEADER.to_vec();
    bytes.extend(section(7, &EMPTY_INSTANCE_TYPE));
    for import in imports {
        bytes.extend(section(10, &named(import, &[1], &[5, 0])));
    }
    bytes.extend(section(5, &EMPTY_INSTANCE));
    let instance = imports.len().to_le_bytes()[0];
    bytes.extend(section(11, &named(export, &[1], &[5, instance, 0])));
    bytes
}

fn bare() -> Vec<u8> {
    component(&[], WEB)
}

fn refusal_of_import(import: &str) -> Option<Refusal> {
    inspect(&pack(&component(&[import], WEB), "", &[])).err()
}

#[test]
fn what_is_packed_is_found_again() {
    let imports = ["wasi:cli/stdout@0.2.6", "veillee:objects/read@0.1.0"];
    let assets = [("img/sun.png".to_owned(), vec![7; 300]), ("a.woff2".to_owned(), Vec::new())];
    let inspection = inspect(&pack(&component(&imports, WEB), "name = \"été\"", &assets)).expect("a good package");
    assert_eq!(inspection.manifest, "name = \"été\"");
    assert_eq!(inspection.api, API_VERSION);
    assert_eq!(inspection.assets.into_iter().collect::<Vec<_>>(), [assets[1].clone(), assets[0].clone()]);
    assert_eq!(inspection.imports, ["veillee:objects/read@0.1.0", "wasi:cli/stdout@0.2.6"]);
}

#[test]
fn bytes_that_are_no_component_are_refused_by_kind() {
    assert_eq!(inspect(b""), Err(Refusal::NotWasm));
    assert_eq!(inspect(b"PK\x03\x04 a zip file"), Err(Refusal::NotWasm));
    assert_eq!(inspect(&CORE_HEADER), Err(Refusal::CoreModule));
    let too_large = vec![0; MAX_PACKAGE_BYTES + 1];
    assert!(matches!(inspect(&too_large), Err(Refusal::TooLarge { .. })));
}

#[test]
fn a_package_cut_short_is_refused_or_lacks_its_last_section() {
    let asset = ("a".to_owned(), vec![1, 2]);
    let without_asset = pack(&component(&["veillee:log/log@0.1.0"], WEB), "name = \"x\"", &[]);
    let package = pack(&component(&["veillee:log/log@0.1.0"], WEB), "name = \"x\"", &[asset]);
    let whole_ends: Vec<_> = (0..package.len()).filter(|end| inspect(&package[..*end]).is_ok()).collect();
    assert_eq!(whole_ends, [without_asset.len()]);
}

#[test]
fn every_flipped_byte_is_refused_or_harmless_but_never_a_panic() {
    let package = pack(&component(&["veillee:log/log@0.1.0"], WEB), "name = \"x\"", &[]);
    let refused = (0..package.len() * 8)
        .filter(|bit| {
            let mut damaged = package.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            inspect(&damaged).is_err()
        })
        .count();
    assert!(refused > package.len(), "{refused} of {} flipped bits refused", package.len() * 8);
}

#[test]
fn a_section_that_is_missing_or_twice_there_is_refused_by_name() {
    assert_eq!(inspect(&bare()), Err(Refusal::MissingSection("veillee:manifest".to_owned())));
    let without_api = [bare(), custom("veillee:manifest", b"")].concat();
    assert_eq!(inspect(&without_api), Err(Refusal::MissingSection("veillee:api".to_owned())));
    let packed_twice = pack(&pack(&bare(), "", &[]), "", &[]);
    assert_eq!(inspect(&packed_twice), Err(Refusal::DuplicateSection("veillee:api".to_owned())));
    let asset = ("a.png".to_owned(), vec![1]);
    let same_asset_twice = pack(&bare(), "", &[asset.clone(), asset]);
    assert_eq!(inspect(&same_asset_twice), Err(Refusal::DuplicateSection("veillee:asset:a.png".to_owned())));
}

#[test]
fn sections_have_limits_of_size_and_number() {
    let long_manifest = "#".repeat(MAX_MANIFEST_BYTES + 1);
    assert!(matches!(inspect(&pack(&bare(), &long_manifest, &[])), Err(Refusal::SectionTooLarge { .. })));
    let large_asset = [("a".to_owned(), vec![0; MAX_ASSET_BYTES + 1])];
    assert!(matches!(inspect(&pack(&bare(), "", &large_asset)), Err(Refusal::SectionTooLarge { .. })));
    let many: Vec<_> = (0..=MAX_ASSETS).map(|number| (format!("a{number}"), Vec::new())).collect();
    assert_eq!(inspect(&pack(&bare(), "", &many)), Err(Refusal::TooManyAssets { max: MAX_ASSETS }));
    assert!(inspect(&pack(&bare(), "", &many[1..])).is_ok());
}

#[test]
fn a_manifest_that_is_not_text_is_refused() {
    let package = [bare(), custom("veillee:api", b"0.1.0"), custom("veillee:manifest", b"\xff\xfe")].concat();
    assert_eq!(inspect(&package), Err(Refusal::NotText("veillee:manifest".to_owned())));
}

#[test]
fn an_asset_cannot_name_a_path_outside_its_folder() {
    for name in
        ["", "/a", "a/", "a//b", "../a", "a/../b", ".hidden", "a b", "a\u{0}", "é.png", "a\\b", &"a".repeat(121)]
    {
        let package = pack(&bare(), "", &[(name.to_owned(), Vec::new())]);
        assert!(matches!(inspect(&package), Err(Refusal::AssetName(_))), "{name:?}");
    }
}

#[test]
fn only_a_known_version_of_the_interface_is_taken() {
    let with_api =
        |api: &str| [bare(), custom("veillee:manifest", b""), custom("veillee:api", api.as_bytes())].concat();
    assert!(inspect(&with_api("0.1.7")).is_ok());
    for api in ["", "0.1", "0.1.", "0.2.0", "1.0.0", "0.10.0", "0.1.0-beta", "0.1.0 ", "0.1.+1"] {
        assert!(matches!(inspect(&with_api(api)), Err(Refusal::UnknownApi { .. })), "{api:?}");
    }
}

#[test]
fn the_network_is_refused_by_name() {
    for import in ["wasi:http/outgoing-handler@0.2.6", "wasi:sockets/tcp@0.2.0", "wasi:sockets/network@0.3.0"] {
        assert_eq!(refusal_of_import(import), Some(Refusal::NetworkImport(import.to_owned())));
    }
}

#[test]
fn imports_outside_the_list_or_of_another_version_are_refused() {
    let refused = [
        "veillee:objects/read@0.2.0",
        "veillee:objects/read",
        "veillee:objects/admin@0.1.0",
        "veillee:web/web@0.1.0",
        "wasi:clocks/wall-clock@0.3.0",
        "wasi:keyvalue/store@0.2.0",
        "wasi:nn/tensor@0.2.0",
        "other:objects/read@0.1.0",
        "free-name",
    ];
    for import in refused {
        assert_eq!(refusal_of_import(import), Some(Refusal::UnknownImport(import.to_owned())));
    }
    for import in ["veillee:objects/read@0.1.9", "wasi:io/streams@0.2.0", "wasi:random/random@0.2.12"] {
        assert_eq!(refusal_of_import(import), None, "{import}");
    }
}

#[test]
fn every_refused_import_is_named_and_no_other() {
    let imports = ["wasi:sockets/tcp@0.2.0", "veillee:log/log@0.1.0", "veillee:mail/mail@0.1.0"];
    let network = Refusal::NetworkImport(imports[0].to_owned());
    let unknown = Refusal::UnknownImport(imports[2].to_owned());
    assert_eq!(refused_imports(&pack(&component(&imports, WEB), "", &[])), [network, unknown]);
    assert_eq!(refused_imports(&pack(&component(&imports[1..2], WEB), "", &[])), []);
    assert_eq!(refused_imports(b"no component"), []);
}

#[test]
fn a_component_without_pages_is_refused() {
    for export in ["veillee:web/web@0.2.0", "veillee:web/web", "wasi:cli/run@0.2.6", "web"] {
        assert_eq!(inspect(&pack(&component(&[], export), "", &[])), Err(Refusal::MissingExport), "{export}");
    }
}

#[test]
fn each_refusal_is_one_sentence_that_says_what_to_do() {
    let refusals = [
        inspect(b"").err(),
        inspect(&CORE_HEADER).err(),
        inspect(&bare()).err(),
        refusal_of_import("wasi:http/types@0.2.0"),
        refusal_of_import("free-name"),
    ];
    for refusal in refusals {
        let sentence = refusal.expect("refused").to_string();
        assert!(sentence.contains(": ") && !sentence.ends_with('.') && !sentence.contains('\n'), "{sentence}");
    }
}
