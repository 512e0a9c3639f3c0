//! What needs no host: packages as files.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use veillee_ambient::SystemRandom;
use veillee_engine::{CodecEngine, Engine, EngineLimits, Offer};

use crate::plugin::{Consent, inspect_package, new_signing_key, sign_package};
use crate::words::{Locale, Words};

pub fn pack(component: &Path, manifest: &Path, assets: Option<&Path>, out: &Path) -> Result<(), String> {
    let package = assemble(component, manifest, assets)?;
    // A package that no host would take is not made.
    inspect_package(&package).map_err(|error| error.to_string())?;
    std::fs::write(out, package).map_err(|error| format!("{}: {error}", out.display()))
}

/// A package of these files, not judged yet.
pub fn assemble(component: &Path, manifest: &Path, assets: Option<&Path>) -> Result<Vec<u8>, String> {
    let component = read(component)?;
    let text = String::from_utf8(read(manifest)?)
        .map_err(|_| format!("{} is not UTF-8 text: save it as UTF-8", manifest.display()))?;
    let mut found = Vec::new();
    if let Some(folder) = assets {
        let failed = |error| format!("{}: {error}", folder.display());
        for entry in std::fs::read_dir(folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            found.push((name, read(&path)?));
        }
    }
    found.sort();
    Ok(veillee_engine::pack(&component, &text, &found))
}

pub fn inspect(file: &Path, json: bool) -> Result<(), String> {
    let package = inspect_package(&read(file)?).map_err(|error| format!("{}: {error}", file.display()))?;
    let consent = Consent::of_package(&package);
    if json {
        println!("{}", serde_json::to_string_pretty(&consent).map_err(|error| error.to_string())?);
        return Ok(());
    }
    println!("{}", lines(&consent).join("\n"));
    Ok(())
}

/// In both languages, one after the other.
pub fn lines(consent: &Consent) -> Vec<String> {
    let mut all = Vec::new();
    for locale in Locale::ALL {
        for (number, line) in consent.lines(Words::of(locale)).into_iter().enumerate() {
            all.push(if number == 0 { line } else { format!("  {line}") });
        }
    }
    all
}

pub fn keygen(out: &Path) -> Result<(), String> {
    let (secret, public) = new_signing_key(&SystemRandom);
    let failed = |error| format!("{}: {error}", out.display());
    // Never over a key that is there: packages signed with it could not be renewed.
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(out).map_err(failed)?;
    file.write_all(format!("{secret}\n").as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
    println!("{public}");
    Ok(())
}

pub fn sign(key: &Path, package: &Path) -> Result<(), String> {
    let secret = String::from_utf8(read(key)?).unwrap_or_default();
    let bytes = read(package)?;
    let named = |error: &dyn std::fmt::Display| format!("{}: {error}", package.display());
    inspect_package(&bytes).map_err(|error| named(&error))?;
    let (signed, public) = sign_package(&secret, &bytes).map_err(|error| named(&error))?;
    // Beside and renamed: a cut leaves the package as it was.
    let half = package.with_extension("half");
    std::fs::write(&half, signed).and_then(|()| std::fs::rename(&half, package)).map_err(|error| named(&error))?;
    println!("{public}");
    Ok(())
}

pub fn compile(file: &Path, out: &Path) -> Result<(), String> {
    let component = read(file)?;
    let offers = veillee_engine::inspect(&component).map_err(|error| error.to_string())?.offers;
    // Machine code of one engine is none of the other.
    let compiled = if offers.contains(&Offer::Codec) {
        let engine = CodecEngine::new(EngineLimits::codec()).map_err(|error| error.to_string())?;
        engine.compile(&component)
    } else {
        let engine = Engine::new(EngineLimits::default()).map_err(|error| error.to_string())?;
        engine.compile(&component)
    };
    let compiled = compiled.map_err(|error| error.to_string())?;
    std::fs::write(out, compiled).map_err(|error| format!("{}: {error}", out.display()))
}

pub fn read(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}
