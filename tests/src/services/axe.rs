use super::program;

/// The script of axe-core, which finds what shuts people out of a page, or `None` (then the test is written down as not
/// run).
///
/// # Panics
/// When it is installed and cannot be read.
pub fn axe_core() -> Option<String> {
    let file = program("VEILLEE_AXE_CORE", "axe-core")?.join("node_modules/axe-core/axe.min.js");
    Some(std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display())))
}
