//! Greets by name and counts the greetings so far.

use veillee_sdk::{Call, Capability, Error, Form, Input, Object, Response, Routes, Service, export, html, routes};

/// One function for each line of `locales/fr.ftl` and `locales/en.ftl`.
mod texts {
    veillee_sdk::texts!();
}

/// The service: nothing is kept in it, the host keeps the greetings.
pub struct Hello;

/// A greeting, as `plugin.toml` declares it.
#[derive(Object)]
#[object(collection = "greeting")]
struct Greeting {
    word: Option<String>,
}

/// As `max-chars` in `plugin.toml`.
const WORD_MAX_CHARS: usize = 200;

impl Service for Hello {
    const NAME: &'static str = "hello";
    const CAPABILITIES: &'static [Capability] =
        &[Capability::ObjectsRead, Capability::ObjectsWrite, Capability::Caller];
    const ROUTES: Routes = routes! {
        GET "/" => show(),
        POST "/" => greet(),
    };
}

export!(Hello);

fn show(call: &mut Call<'_>) -> Result<Response, Error> {
    let form = Form::new(call);
    page(call, &form)
}

fn greet(call: &mut Call<'_>) -> Result<Response, Error> {
    let mut form = Form::new(call);
    let word = form.optional_text("word", WORD_MAX_CHARS).map(str::to_owned);
    if !form.is_fine() {
        return page(call, &form);
    }
    let mut changes = call.change_set();
    changes.create_object(&Greeting { word });
    changes.commit()?;
    Ok(Response::see_other("/"))
}

fn page(call: &mut Call<'_>, form: &Form<'_>) -> Result<Response, Error> {
    let so_far = call.query(Greeting::COLLECTION).count(10_000)?;
    let name = call.caller().display_name.clone().unwrap_or_else(|| texts::you(call).into());
    let mut main = html!("<h1>{}</h1><p>{}</p>", texts::hello(call, name), texts::so_far(call, so_far));
    if call.may_create(Greeting::COLLECTION) {
        let word = Input::text("word", texts::word(call)).hint(texts::word_hint(call)).max_chars(WORD_MAX_CHARS);
        main.push(&form.draw(&call.path("/"), &[word], texts::say_hello(call)));
    }
    Ok(form.page(texts::title(call), main))
}

#[cfg(test)]
mod tests {
    use super::Hello;
    use veillee_sdk::testing::{MemoryDoor, with_every_fault};
    use veillee_sdk::{Error, Request, Response};

    #[test]
    fn it_greets_by_name_and_counts() {
        let mut door = MemoryDoor::new().display_name("Zoé <3");
        let greeting = Request::post("/").with_form("word", " So glad! ");
        assert_eq!(door.answer(&Hello, &greeting), Ok(Response::see_other("/")));
        assert_eq!(door.objects("greeting")[0].value("word"), "So glad!".into());
        let Ok(Response::Page { main, .. }) = door.answer(&Hello, &Request::get("/")) else { panic!("a page") };
        assert!(main.contains("Hello Zoé &lt;3") && main.contains("Hellos: 1"), "{main}");
    }

    #[test]
    fn who_may_not_greet_meets_no_button() {
        let mut door = MemoryDoor::new().deny("top");
        let Ok(Response::Page { main, .. }) = door.answer(&Hello, &Request::get("/")) else { panic!("a page") };
        assert!(!main.contains("<form"));
        assert_eq!(door.answer(&Hello, &Request::post("/")), Err(Error::Denied));
    }

    #[test]
    fn a_word_that_is_too_long_comes_back_with_a_sentence() {
        let long = "é".repeat(201);
        let mut door = MemoryDoor::new().locale("fr");
        let answer = door.answer(&Hello, &Request::post("/").with_form("word", &long));
        let Ok(Response::Page { main, status: 422, .. }) = answer else { panic!("the form again: {answer:?}") };
        assert!(main.contains(&long) && main.contains("C’est un peu long\u{a0}: 200 caractères au plus"), "{main}");
        assert!(door.objects("greeting").is_empty());
    }

    #[test]
    fn a_greeting_that_fails_is_not_kept_and_says_why() {
        let tried = with_every_fault(&Hello, &Request::post("/"), MemoryDoor::new, |_, error, answer, door| {
            assert_eq!(answer, &Err(error.clone()));
            assert!(door.objects("greeting").is_empty());
        });
        assert!(tried > 0);
        let mut full = MemoryDoor::new().room_bytes(100);
        assert_eq!(full.answer(&Hello, &Request::post("/")), Err(Error::QuotaExceeded));
    }
}
