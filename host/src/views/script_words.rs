//! The texts that the script says. `{name}` in a text is replaced by the script.

use std::collections::BTreeMap;

use crate::words::Words;

/// By the name under which the script asks for them.
pub(super) fn script_words(words: &Words) -> BTreeMap<&'static str, String> {
    let mut said = BTreeMap::new();
    said.extend(uploads(words));
    said.extend(choices(words));
    said.extend(pictures(words));
    said.extend(writing(words));
    said.extend([
        ("copy", words.say("element-copy")),
        ("copy-done", words.say("element-copy-done")),
        ("copy-by-hand", words.say("element-copy-by-hand")),
        ("passkey-failed", words.say("element-passkey-failed")),
        ("passkey-held", words.say("element-passkey-held")),
        ("passkey-stopped", words.say("element-passkey-stopped")),
        ("progress-done", words.say("element-progress-ended")),
        ("progress-lost", words.say("element-progress-lost")),
        ("share-device", words.say("element-share-device")),
        ("shortcuts", words.say("element-shortcuts")),
        ("shortcuts-close", words.say("element-shortcuts-close")),
        ("shortcuts-delete", words.say("element-shortcuts-delete")),
        ("shortcuts-on", words.say("element-shortcuts-on")),
        ("trouble", words.say("element-trouble")),
    ]);
    said
}

fn uploads(words: &Words) -> Vec<(&'static str, String)> {
    let count = [("done", "{done}".into()), ("total", "{total}".into())];
    vec![
        ("upload-arrived", words.say("element-upload-arrived")),
        ("upload-count", words.say_with("element-upload-count", &count)),
        ("upload-drop", words.say("element-upload-drop")),
        ("upload-empty", words.say("element-upload-empty")),
        ("upload-failed", words.say("element-upload-failed")),
        ("upload-held", words.say("element-upload-held")),
        ("upload-look", words.say("element-upload-look")),
        ("upload-other", words.say_with("element-upload-other", &[("name", "{name}".into())])),
        ("upload-pause", words.say("element-upload-pause")),
        ("upload-paused", words.say("element-upload-paused")),
        ("upload-remove", words.say("element-upload-remove")),
        ("upload-remove-of", words.say_with("element-upload-remove-of", &[("name", "{name}".into())])),
        ("upload-resume", words.say("element-upload-resume")),
        ("upload-stopped", words.say_with("element-upload-stopped", &[("share", "{share}".into())])),
        ("upload-too-large", words.say_with("element-upload-too-large", &[("most", "{most}".into())])),
        ("upload-unfinished", words.say("element-upload-unfinished")),
        ("upload-waiting", words.say("element-upload-waiting")),
    ]
}

fn choices(words: &Words) -> Vec<(&'static str, String)> {
    let name = [("name", "{name}".into())];
    vec![
        ("confirm-no", words.say("element-confirm-no")),
        ("confirm-question", words.say("element-confirm-question")),
        ("confirm-yes", words.say("element-confirm-yes")),
        ("people-added", words.say_with("element-people-added", &name)),
        ("people-remove", words.say_with("element-people-remove", &name)),
        ("people-removed", words.say_with("element-people-removed", &name)),
        ("people-search", words.say("element-people-search")),
        ("picker-search", words.say("element-picker-search")),
        ("search-found", words.say_with("element-search-found", &[("count", "{count}".into())])),
    ]
}

fn pictures(words: &Words) -> Vec<(&'static str, String)> {
    let place = [("at", "{at}".into()), ("total", "{total}".into())];
    vec![
        ("lightbox", words.say("element-lightbox")),
        ("lightbox-close", words.say("element-lightbox-close")),
        ("lightbox-full", words.say("element-lightbox-full")),
        ("lightbox-lost", words.say("element-lightbox-lost")),
        ("lightbox-next", words.say("element-lightbox-next")),
        ("lightbox-page", words.say("element-lightbox-page")),
        ("lightbox-pause", words.say("element-lightbox-pause")),
        ("lightbox-place", words.say_with("element-lightbox-place", &place)),
        ("lightbox-play", words.say("element-lightbox-play")),
        ("lightbox-previous", words.say("element-lightbox-previous")),
        ("reorder-drag", words.say("element-reorder-drag")),
        ("reorder-failed", words.say("element-reorder-failed")),
        ("reorder-kept", words.say("element-reorder-kept")),
        ("reorder-place", words.say_with("element-reorder-place", &place)),
        ("reorder-undo", words.say("element-reorder-undo")),
        ("reorder-undone", words.say("element-reorder-undone")),
    ]
}

fn writing(words: &Words) -> Vec<(&'static str, String)> {
    vec![
        ("draft-back", words.say("element-draft-back")),
        ("draft-drop", words.say("element-draft-drop")),
        ("draft-found", words.say("element-draft-found")),
        ("draft-take", words.say("element-draft-take")),
        ("preview-away", words.say("element-preview-away")),
    ]
}
