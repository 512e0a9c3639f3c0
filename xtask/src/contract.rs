//! `cargo xtask contract`: writes `docs/contract.md`, what plugins and the host may ask of each other, as `wit/` says it.

mod anchor;
mod contents;
mod interface;
mod line;
mod prose;
mod reference;
mod signature;
mod types;
mod world;

use std::fs;
use std::path::PathBuf;

use wit_parser::Resolve;

use crate::environment;
use reference::Reference;

const OPENING: &str = "\
# The contract

What a plugin may ask of the host, what it offers, and what holds for both. `cargo xtask contract` writes this page from
[`wit/`](../wit/world.wit), which is what counts: change a sentence there. In Rust, [the SDK](../sdk/README.md) says all of it in fewer
words; a plugin in another language is written against it as it stands.
";

pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    if let Some(unknown) = arguments.first() {
        return Err(format!("contract takes no argument, not `{unknown}`"));
    }
    let file = file();
    fs::write(&file, page()?).map_err(|error| format!("{}: {error}", file.display()))?;
    println!("==> {}", file.display());
    Ok(())
}

/// An error when the file does not say what `wit/` says.
pub(crate) fn check() -> Result<(), String> {
    let file = file();
    let kept = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    if kept == page()? {
        return Ok(());
    }
    Err("docs/contract.md is not what wit/ says: run `cargo xtask contract`, read the page, and keep it".to_owned())
}

fn file() -> PathBuf {
    environment::root().join("docs/contract.md")
}

fn page() -> Result<String, String> {
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_dir(environment::root().join("wit")).map_err(|error| format!("wit/: {error:#}"))?;
    let reference = Reference::new(&resolve, package);
    let mut page = OPENING.to_owned();
    contents::write(&reference, &mut page);
    world::write(&reference, &mut page);
    interface::write(&reference, &mut page);
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_says_what_wit_says() {
        check().expect("the page is current");
    }

    #[test]
    fn every_name_of_wit_stands_on_the_page() {
        let page = page().expect("a page");
        for heading in
            ["### `objects/read`", "#### `read.get`", "#### `types.error`", "#### `web.page`", "### World `worker`"]
        {
            assert!(page.contains(&format!("\n{heading}\n")), "{heading}");
        }
        for name in ["`if-version`", "`quota-exceeded`", "`retry-after-ms`", "`max-side-pixels`", "`any-of"] {
            assert!(page.contains(name), "{name}");
        }
    }
}
