//! Codecs in their sandbox: a bad one, the one for pictures on what tests make, and on real files.

mod corpus;
mod isolation;
mod made;

use std::sync::Arc;

use tempfile::TempDir;
use veillee::plugin::Compiler;
use veillee::plugin::codecs::{Codecs, Examination, LoadedCodec};
use veillee_tests::world::{images, program, shelf};

/// Codecs on the shelf of all tests.
pub struct Bench {
    codecs: Codecs,
    pub codec: Arc<LoadedCodec>,
}

impl Bench {
    pub async fn images() -> Self {
        Self::of(&images()).await
    }

    pub async fn of(package: &[u8]) -> Self {
        let codecs = Codecs::new(shelf(), Compiler { program: program() }, 1).expect("room for codecs");
        let codec = codecs.install(package).await.expect("the codec is installed");
        Self { codecs, codec }
    }

    /// As the host does it for an uploaded file, with the renditions of an album.
    pub async fn examine(&self, bytes: &[u8], media_type: &str) -> Examination {
        let wanted = vec![("preview".to_owned(), 2_000), ("thumbnail".to_owned(), 512)];
        let found = self.codecs.examine(self.codec.clone(), bytes.to_vec(), media_type.to_owned(), wanted).await;
        found.expect("an examination")
    }
}

/// What the album gets from a package that is no codec, and the codecs from one that is no service.
#[tokio::test]
async fn a_codec_is_no_service_and_a_service_no_codec() {
    let folder = TempDir::new().expect("a folder");
    let compiler = Compiler { program: program() };
    let codecs = Codecs::new(folder.path().to_owned(), compiler.clone(), 1).expect("room for codecs");
    let refused = codecs.install(&veillee_tests::world::album()).await.err().expect("refused").to_string();
    assert_eq!(refused, "the package is a service, not a codec: install it as a service");
    let workshop = crate::components::Workshop::new();
    let refused = workshop.install(&images()).await.err().expect("refused").to_string();
    let sentence =
        "`images` is a codec, which works for all services as soon as it is installed: there is nothing to enable";
    assert_eq!(refused, sentence);
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0, "nothing was kept or compiled");
}
