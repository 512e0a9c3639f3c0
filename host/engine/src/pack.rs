use crate::sections::{API, API_VERSION, ASSET_PREFIX, MANIFEST};

const CUSTOM_SECTION: u8 = 0;

/// Appends manifest, version of the interface and assets to a bare component. Checks nothing: [`inspect`](crate::inspect)
/// does, and refuses a component that was packed twice.
pub fn pack(component: &[u8], manifest: &str, assets: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut package = component.to_vec();
    append(&mut package, API, API_VERSION.as_bytes());
    append(&mut package, MANIFEST, manifest.as_bytes());
    for (name, bytes) in assets {
        append(&mut package, &format!("{ASSET_PREFIX}{name}"), bytes);
    }
    package
}

/// WebAssembly core 2.0, 5.5.3: id, size of what follows, name, content.
pub(crate) fn append(package: &mut Vec<u8>, name: &str, content: &[u8]) {
    let mut section = Vec::with_capacity(name.len() + content.len() + 5);
    append_leb128(&mut section, name.len());
    section.extend_from_slice(name.as_bytes());
    section.extend_from_slice(content);
    package.push(CUSTOM_SECTION);
    append_leb128(package, section.len());
    package.extend_from_slice(&section);
}

fn append_leb128(out: &mut Vec<u8>, mut number: usize) {
    loop {
        let low = (number & 0x7f).to_le_bytes()[0];
        number >>= 7;
        if number == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}
