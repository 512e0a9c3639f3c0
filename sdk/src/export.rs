/// Makes a service the plugin's answer to the host. Natively it does nothing, so that the same crate can be tested.
///
/// Takes the service as an expression: for a service without state, its name.
///
/// ```
/// use veillee_sdk::Service;
///
/// struct Album;
///
/// impl Service for Album {
///     const NAME: &'static str = "album";
/// }
///
/// veillee_sdk::export!(Album);
/// ```
#[macro_export]
macro_rules! export {
    ($service:expr) => {
        #[cfg(target_family = "wasm")]
        mod veillee_export {
            #[allow(unused_imports, reason = "the expression may name anything of the module around it")]
            use super::*;
            use $crate::guest::bindings::exports::veillee::{events::handler, jobs::run, web::web};
            use $crate::guest::bindings::veillee::types::types::{Error, Value};

            struct Component;

            impl web::Guest for Component {
                fn handle(request: web::Request) -> Result<web::Response, Error> {
                    $crate::guest::handle(&$service, request)
                }
            }

            impl run::Guest for Component {
                fn run(job: String, about: String, input: Vec<u8>, attempt: u32) -> run::Verdict {
                    $crate::guest::run(&$service, job, about, input, attempt)
                }
            }

            impl handler::Guest for Component {
                fn on(kind: String, about: String, data: Vec<(String, Value)>, sequence: u64) -> Result<(), String> {
                    $crate::guest::hear(&$service, kind, about, data, sequence)
                }
            }

            $crate::guest::bindings::export_world!(Component with_types_in $crate::guest::bindings);
        }
    };
}
