/// Lets a service say of every change of its objects whether they may be like that, by whatever door it came. Natively it does
/// nothing.
///
/// Takes a function of the collection, the fields before (none for a new object) and the fields after; its error is one
/// sentence for the person. It is pure: the host answers nothing while it runs.
///
/// ```
/// use veillee_sdk::Value;
///
/// type Fields = [(String, Value)];
///
/// fn check(collection: &str, _before: Option<&Fields>, after: &Fields) -> Result<(), String> {
///     let is_shouted = |(_, value): &(String, Value)| matches!(value, Value::Text(text) if text.ends_with('!'));
///     match collection == "greeting" && after.iter().any(is_shouted) {
///         true => Err("Please greet quietly.".to_owned()),
///         false => Ok(()),
///     }
/// }
///
/// veillee_sdk::export_rules!(check);
/// # assert!(check("greeting", None, &[("word".to_owned(), "Hello!".into())]).is_err());
/// ```
#[macro_export]
macro_rules! export_rules {
    ($check:expr) => {
        #[cfg(not(target_family = "wasm"))]
        const _: fn(&str, Option<&[(String, $crate::Value)]>, &[(String, $crate::Value)]) -> Result<(), String> = $check;

        #[cfg(target_family = "wasm")]
        mod veillee_export_rules {
            #[allow(unused_imports, reason = "the expression may name anything of the module around it")]
            use super::*;
            use $crate::guest::bindings::veillee::types::types::Value;
            use $crate::guest::checker::exports::veillee::rules::rules as veillee_rules;

            struct Component;

            impl veillee_rules::Guest for Component {
                fn check(
                    collection: String,
                    before: Option<Vec<(String, Value)>>,
                    after: Vec<(String, Value)>,
                ) -> Result<(), String> {
                    $crate::guest::check($check, &collection, before, after)
                }
            }

            $crate::guest::checker::export_checker!(Component with_types_in $crate::guest::checker);
        }
    };
}
