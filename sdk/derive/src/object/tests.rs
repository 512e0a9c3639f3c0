use syn::parse_quote;

use super::expand;
use crate::folder::File;

const MANIFEST: &str = "[collections.photo]\nstate = { start = \"shown\" }\nfields.title = { type = \"text\" }\n\
    fields.position = { type = \"integer\", index = true }\nfields.taken-ms = { type = \"integer\" }\n";

fn complaint(input: &syn::DeriveInput) -> String {
    let manifest = File { path: "/plugin.toml".into(), text: MANIFEST.into() };
    expand(input, Some(&manifest)).map_or_else(|error| error.to_string(), |_| "none".to_owned())
}

#[test]
fn a_struct_that_agrees_with_the_manifest_is_taken() {
    let input = parse_quote! {
        #[object(collection = "photo")]
        struct Photo {
            id: String,
            version: u64,
            title: Option<String>,
            position: u32,
            #[object(name = "taken-ms")]
            taken: Option<Time>,
            state: String,
            #[object(column = "@author-name")]
            author: Option<String>,
        }
    };
    assert_eq!(complaint(&input), "none");
}

#[test]
fn a_mistake_is_told_with_what_to_write_instead() {
    let told = |input: syn::DeriveInput| complaint(&input);
    assert!(
        told(parse_quote!(
            struct Photo {
                title: Option<String>,
            }
        ))
        .contains("#[object(collection = \"photo\")]")
    );
    let photo = |field: proc_macro2::TokenStream| -> syn::DeriveInput {
        parse_quote!(#[object(collection = "photo")] struct Photo { #field })
    };
    let cases = [
        (quote::quote!(titel: Option<String>), "it has `position`, `taken-ms`, `title`"),
        (quote::quote!(title: Option<i64>), "write `String`"),
        (quote::quote!(title: String), "write `Option<…>`"),
        (quote::quote!(id: u64), "write `id: String`"),
        (quote::quote!(#[object(column = "created-ms")] created: i64), "begins with `@`"),
        (quote::quote!(#[object(colum = "@created-ms")] created: i64), "`column = \"@…\"`"),
        (quote::quote!(position: i64, #[object(name = "position")] place: i64), "twice"),
        (quote::quote!(Title: Option<String>), "lower-case"),
    ];
    for (field, expected) in cases {
        let message = told(photo(field.clone()));
        assert!(message.contains(expected), "{field}: {message}");
    }
    assert!(
        told(parse_quote!(
            #[object(collection = "foto")]
            struct Photo {}
        ))
        .contains("it has `photo`")
    );
    assert!(
        told(parse_quote!(
            #[object(collection = "photo")]
            enum Photo {
                A,
            }
        ))
        .contains("a struct with named fields")
    );
}
