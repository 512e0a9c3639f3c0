//! Greets by name and counts the greetings so far.

use veillee_sdk::{Call, Capability, Error, Response, Service, export, html};

/// The service: nothing is kept in it, the host keeps the greetings.
pub struct Hello;

impl Service for Hello {
    const NAME: &'static str = "hello";
    const CAPABILITIES: &'static [Capability] =
        &[Capability::ObjectsRead, Capability::ObjectsWrite, Capability::Caller];

    fn get(&self, call: &mut Call<'_>) -> Result<Response, Error> {
        let so_far = call.query("greeting").count(10_000)?;
        let name = call.caller().display_name.clone().unwrap_or_else(|| call.say("vous", "you").into());
        let title = call.say("Bonjour", "Hello");
        let mut page = html!("<h1>{} {}</h1><p>{} {}</p>", title, name, call.say("Saluts\u{a0}:", "Hellos:"), so_far);
        if call.may_create("greeting") {
            let button = call.say("Saluer", "Say hello");
            page.put("<form method=\"post\" action=\"{}\"><button>{}</button></form>", &[&call.path("/"), &button]);
        }
        Ok(Response::page(title, page))
    }

    fn post(&self, call: &mut Call<'_>) -> Result<Response, Error> {
        let mut changes = call.change_set();
        changes.create("greeting", []);
        changes.commit()?;
        Ok(Response::see_other("/"))
    }
}

export!(Hello);

#[cfg(test)]
mod tests {
    use super::Hello;
    use veillee_sdk::testing::MemoryDoor;
    use veillee_sdk::{Error, Request, Response};

    #[test]
    fn it_greets_by_name_and_counts() {
        let mut door = MemoryDoor::new().display_name("Zoé <3");
        assert_eq!(door.answer(&Hello, &Request::post("/")), Ok(Response::see_other("/")));
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
}
