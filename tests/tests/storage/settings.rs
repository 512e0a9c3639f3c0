//! What administrators choose, as it is kept.

use veillee::storage::audit::Doer;
use veillee::storage::settings::{Mark, Setting, SignUp};

use super::bench::Bench;

on_both!(what_was_chosen_last_is_kept, a_service_switched_off_keeps_its_reason);

async fn what_was_chosen_last_is_kept(bench: Bench) {
    let association = &bench.association;
    let born = association.settings().await.expect("read");
    assert_eq!((born.value(Setting::Accent), born.sign_up(), &born.mark), ("", SignUp::ByInvitation, &None));
    let set = async |setting, value: &str| association.set(&[(setting, value.to_owned())], Doer::OPERATOR).await;
    for value in ["#123456", "#abcdef"] {
        set(Setting::Accent, value).await.expect("written");
    }
    for way in [SignUp::Open, SignUp::Closed] {
        assert_eq!(set(Setting::SignUp, way.name()).await.expect("written").sign_up(), way);
    }
    let mark = |byte| Mark { media_type: "image/png".to_owned(), content: vec![byte; 1_000].into() };
    association.set_mark(Some(&mark(1)), Doer::OPERATOR).await.expect("written");
    let last = association.set_mark(Some(&mark(2)), Doer::OPERATOR).await.expect("written");
    assert_eq!(last, association.settings().await.expect("read"));
    assert_eq!((last.value(Setting::Accent), &last.mark), ("#abcdef", &Some(mark(2))));
    assert_eq!(association.set_mark(None, Doer::OPERATOR).await.expect("written").mark, None);
}

async fn a_service_switched_off_keeps_its_reason(bench: Bench) {
    let noted = bench.association.note_switched_off("album", "Une pause").await.expect("written");
    assert_eq!((noted.switched_off("album"), noted.switched_off("hello")), (Some("Une pause"), None));
    assert_eq!(noted.value(Setting::Contact), "");
}
