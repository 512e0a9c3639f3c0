//! A plugin that attacks the host in every way we know; see `README.md`. Never install it outside tests.

pub mod attacks;
mod elements;
mod loot;
mod notes;
mod rules;

use veillee_sdk::{Call, Capability, Error, Response, Service, export, export_rules, html};

/// What an attack is: a page that does something it should not.
pub type Attack = fn(&mut Call<'_>) -> Result<Response, Error>;

/// The service.
pub struct Hostile;

impl Service for Hostile {
    const NAME: &'static str = "hostile";
    const CAPABILITIES: &'static [Capability] =
        &[Capability::ObjectsRead, Capability::ObjectsWrite, Capability::Sharing, Capability::Caller, Capability::Log];

    fn handle(&self, call: &mut Call<'_>) -> Result<Response, Error> {
        let path = call.request().path.as_str();
        match path {
            "/" => Ok(index(call)),
            "/calm" => Ok(Response::page("Calm", html!("<p>{}</p>", "calm"))),
            "/elements" => Ok(elements::answer(call)),
            "/notes" => notes::answer(call),
            _ => {
                let attack = attacks::ALL.iter().find(|(address, _)| *address == path);
                attack.map_or(Err(Error::NotFound), |(_, attack)| attack(call))
            }
        }
    }
}

export!(Hostile);
export_rules!(rules::check);

fn index(call: &Call<'_>) -> Response {
    let mut list = html!("<ul>");
    for (address, _) in attacks::ALL {
        list.put("<li><a href=\"{}\">{}</a></li>", &[&call.path(address), address]);
    }
    list.put("</ul>", &[]);
    Response::page("Hostile", list)
}

#[cfg(test)]
mod tests {
    use super::{Hostile, attacks};
    use veillee_sdk::testing::MemoryDoor;
    use veillee_sdk::{Request, Response};

    fn main_of(door: &mut MemoryDoor, request: &Request) -> String {
        match door.answer(&Hostile, request) {
            Ok(Response::Page { main, .. }) => main,
            other => panic!("a page, not {other:?}"),
        }
    }

    #[test]
    fn the_neighbour_answers_and_the_index_names_every_attack() {
        let mut door = MemoryDoor::new();
        assert_eq!(main_of(&mut door, &Request::get("/calm")), "<p>calm</p>");
        let index = main_of(&mut door, &Request::get("/"));
        assert!(attacks::ALL.iter().all(|(address, _)| index.contains(address)));
    }

    #[test]
    fn an_attack_owns_up_to_what_it_read_and_wrote() {
        let mut door = MemoryDoor::new();
        let id = door.insert("note", None, [("text", "a secret".into())]);
        let read = main_of(&mut door, &Request::get("/guessed-id").with_query("id", &id));
        assert!(read.contains("leaked: get text") && read.contains("a secret"), "{read}");
        assert!(!read.contains("changed:"), "{read}");
        let written = main_of(&mut door, &Request::post("/guessed-id").with_query("id", &id));
        assert!(written.contains("changed: update"), "{written}");
        let nothing = main_of(&mut door, &Request::get("/guessed-id").with_query("id", "unknown"));
        assert!(nothing.contains("<p>nothing</p>") && !nothing.contains("leaked:"), "{nothing}");
    }

    #[test]
    fn writing_while_answering_get_is_owned_up_to_as_well() {
        let mut door = MemoryDoor::new();
        let refused = main_of(&mut door, &Request::get("/write-on-get"));
        assert!(refused.contains("<p>nothing</p>") && refused.contains("refused: create"), "{refused}");
        let done = main_of(&mut door, &Request::post("/write-on-get"));
        assert!(done.contains("changed: create"), "{done}");
    }
}
