use crate::plugin::call::Call;

/// Writes a guest's line to the host's log, marked as a guest's. The engine has capped and escaped it.
pub(in crate::plugin) fn write(call: &Call, level: &str, message: &str) {
    if call.granted("log").is_err() {
        return;
    }
    call.log.push(call.association.clock.now_ms(), level, message);
    let (association, service) = (&call.association.id, &call.service);
    match level {
        "error" => tracing::error!(target: "veillee::guest", association, service, message),
        "warn" => tracing::warn!(target: "veillee::guest", association, service, message),
        "debug" => tracing::debug!(target: "veillee::guest", association, service, message),
        _ => tracing::info!(target: "veillee::guest", association, service, message),
    }
}
