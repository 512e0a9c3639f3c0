use veillee_engine::types::CallerCard;

use crate::plugin::call::Call;

/// Kind, name and language. Without the grant, the card of an unnamed visitor.
pub(in crate::plugin) fn card(call: &Call) -> CallerCard {
    let locale = call.locale.name().to_owned();
    if call.granted("caller").is_err() {
        return CallerCard { kind: "visitor".to_owned(), display_name: None, locale };
    }
    CallerCard { kind: call.visit.kind().to_owned(), display_name: call.visit.name.clone(), locale }
}
