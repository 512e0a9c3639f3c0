//! What `bindgen!` makes of the world of codecs.
#![allow(clippy::pedantic, unreachable_pub, reason = "generated")]

wasmtime::component::bindgen!({
    path: "../../wit",
    world: "veillee:service/image-codec",
    exports: { default: async },
    require_store_data_send: true,
});
