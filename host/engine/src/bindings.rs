//! What `bindgen!` makes of `wit/`. Only functions that may wait for storage are async: the others stay cheaper.
#![allow(clippy::pedantic, unreachable_pub, reason = "generated")]

wasmtime::component::bindgen!({
    path: "../../wit",
    world: "veillee:service/service",
    imports: {
        "veillee:objects/read.get": async | trappable,
        "veillee:objects/read.may": async | trappable,
        "veillee:objects/read.may-create": async | trappable,
        "veillee:objects/read.[method]query.run": async | trappable,
        "veillee:objects/read.[method]query.count": async | trappable,
        "veillee:objects/write.[method]change-set.commit": async | trappable,
        "veillee:sharing/sharing.sentence": async | trappable,
        "veillee:sharing/sharing.receipts": async | trappable,
        "veillee:jobs/queue.enqueue": async | trappable,
        "veillee:jobs/queue.cancel": async | trappable,
        default: trappable,
    },
    exports: { default: async },
    require_store_data_send: true,
    with: {
        "veillee:types/choices.choice": crate::resources::choices::HeldChoice,
        "veillee:objects/read.query": crate::resources::objects_read::QueryDraft,
        "veillee:objects/write.change-set": crate::resources::objects_write::ChangeSetDraft,
    },
});

/// The export of a plugin with jobs.
pub(crate) mod runner {
    wasmtime::component::bindgen!({
        path: "../../wit",
        world: "veillee:service/runner",
        exports: { default: async },
        require_store_data_send: true,
    });
}

/// The export of a plugin with a check of its own.
pub(crate) mod checker {
    wasmtime::component::bindgen!({
        path: "../../wit",
        world: "veillee:service/checker",
        exports: { default: async },
        require_store_data_send: true,
        with: { "veillee:types/types": crate::bindings::veillee::types::types },
    });
}

/// The export of a plugin that listens to events.
pub(crate) mod listener {
    wasmtime::component::bindgen!({
        path: "../../wit",
        world: "veillee:service/listener",
        exports: { default: async },
        require_store_data_send: true,
        with: { "veillee:types/types": crate::bindings::veillee::types::types },
    });
}
