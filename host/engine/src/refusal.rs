/// Why a package is not taken. Each message is one sentence that tells its author what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("this is not a WebAssembly file: give the .wasm file that `veillee plugin pack` wrote")]
    NotWasm,
    #[error("this is a core module, not a component: build it for the target wasm32-wasip2")]
    CoreModule,
    #[error("the file has {bytes} bytes, {max_bytes} are allowed: build it in release mode and strip it")]
    TooLarge { bytes: usize, max_bytes: usize },
    #[error(
        "the component is damaged or uses a WebAssembly feature that is not offered ({0}): build it again for wasm32-wasip2"
    )]
    Malformed(String),
    #[error("the section `{0}` is missing: pack the component with `veillee plugin pack`")]
    MissingSection(String),
    #[error("the section `{0}` stands in the file more than once: pack the bare component again")]
    DuplicateSection(String),
    #[error("the section `{name}` has {bytes} bytes, {max_bytes} are allowed: make it smaller")]
    SectionTooLarge { name: String, bytes: usize, max_bytes: usize },
    #[error("the section `{0}` is not UTF-8 text: save the file as UTF-8 and pack again")]
    NotText(String),
    #[error("the asset name `{0}` is not allowed: use letters, digits, `.`, `-`, `_`, with `/` between folders")]
    AssetName(String),
    #[error("the package holds more than {max} assets: leave some out")]
    TooManyAssets { max: usize },
    #[error(
        "the package is made for version {found} of the interface, this host speaks {known}: build it with the SDK of this host"
    )]
    UnknownApi { found: String, known: &'static str },
    #[error("the import `{0}` is refused because a plugin has no network: remove or stub what uses it")]
    NetworkImport(String),
    #[error("the import `{0}` is not offered by this host: remove or stub what uses it")]
    UnknownImport(String),
    #[error("the component has more than {max} imports or exports: remove some")]
    TooManyExterns { max: usize },
    #[error(
        "neither `veillee:web/web` nor `veillee:codec/codec` of version 0.1 is exported: implement the world `veillee:service/service` or `image-codec`"
    )]
    MissingExport,
    #[error("the signature does not stand once and at the very end of the file: sign the bare package again")]
    Signature,
    #[error("the component is a service and a codec at once: make two packages of it")]
    TwoKinds,
    #[error("the codec imports `{0}`, but a codec asks the host for nothing: remove what uses it")]
    CodecImport(String),
    #[error("the component cannot be compiled ({0}): build it again with a current toolchain")]
    Compile(String),
    #[error("the compiled file does not fit this host ({0}): compile the package again")]
    Stale(String),
    #[error("the component does not fit the interface of this host ({0}): build it with the SDK of this host")]
    Link(String),
}
