//! The export of the world `image-codec`.

#[expect(warnings, clippy::all, clippy::pedantic, unsafe_code, reason = "generated")]
mod bindings {
    use super::Images;

    wit_bindgen::generate!({
        path: "../../wit",
        world: "veillee:service/image-codec",
        generate_all,
    });

    export!(Images);
}

use bindings::exports::veillee::codec::codec;

struct Images;

impl codec::Guest for Images {
    fn probe(bytes: Vec<u8>) -> Result<codec::Facts, String> {
        let facts = crate::probe(&bytes)?;
        Ok(codec::Facts {
            kind: facts.kind.to_owned(),
            width: facts.width,
            height: facts.height,
            orientation: facts.orientation,
            taken: facts.taken,
            frames: facts.frames,
        })
    }

    fn render(bytes: Vec<u8>, wanted: Vec<codec::Rendition>) -> Result<Vec<codec::Made>, String> {
        if let Some(other) = wanted.iter().find(|rendition| rendition.media_type != "image/jpeg") {
            return Err(format!("`{}` cannot be made here: ask for image/jpeg", other.media_type));
        }
        let sides: Vec<u32> = wanted.iter().map(|rendition| rendition.max_side_pixels).collect();
        let made = crate::render(&bytes, &sides)?;
        Ok(made
            .into_iter()
            .map(|made| codec::Made { width: made.width, height: made.height, bytes: made.bytes })
            .collect())
    }

    fn strip(bytes: Vec<u8>) -> Result<Vec<codec::Edit>, String> {
        let edits = crate::strip(&bytes)?;
        let place = |bytes: usize| u64::try_from(bytes).unwrap_or(u64::MAX);
        Ok(edits
            .into_iter()
            .map(|edit| codec::Edit {
                offset_bytes: place(edit.offset),
                length_bytes: place(edit.length),
                replacement: edit.replacement,
            })
            .collect())
    }
}
