use std::str::FromStr;

use crate::{Call, Error, Response, html};

/// Which function answers which address of a service: what [`routes!`](crate::routes!) makes.
///
/// The first route that fits answers. Where none does, the answer is 404; where one would with the other method, it is 405,
/// with a sentence for the person.
#[derive(Clone, Copy)]
pub struct Routes(&'static [Route]);

/// One line of a table of routes.
#[derive(Clone, Copy)]
pub struct Route {
    /// What the request says.
    pub method: Method,
    /// From `/`; `{name}` stands for one part between slashes.
    pub pattern: &'static str,
    /// Reads the parameters and calls the function; none when a parameter is not of its type.
    pub answer: fn(&mut Call<'_>, &Matched<'_>) -> Option<Result<Response, Error>>,
}

/// What a service is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// To show something. HEAD arrives as this.
    Get,
    /// To change something.
    Post,
}

/// The parts of a path that stand for parameters.
///
/// ```
/// use veillee_sdk::{Call, Matched, Method, Request, Response, Route, Routes, html, testing::MemoryDoor};
///
/// // What `routes!` makes of `GET "/{album}" => show(album: &str)`.
/// const ROUTES: Routes = Routes::new(&[Route {
///     method: Method::Get,
///     pattern: "/{album}",
///     answer: |_call: &mut Call<'_>, matched: &Matched<'_>| {
///         let album: &str = matched.read("album")?;
///         Some(Ok(Response::page(album, html!(""))))
///     },
/// }]);
///
/// let (request, mut door) = (Request::get("/4f1c"), MemoryDoor::new());
/// let answer = ROUTES.answer(&mut Call::new("album", &request, &mut door));
/// assert!(matches!(answer, Ok(Response::Page { title, .. }) if title == "4f1c"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched<'path>(Vec<(&'static str, &'path str)>);

/// A type that a part of a path can be read into: texts (ids too), and whole numbers, which fit only when the part is one.
///
/// ```
/// use veillee_sdk::Parameter;
///
/// assert_eq!(u32::from_part("12"), Some(12));
/// assert_eq!(u32::from_part("trash"), None);
/// assert_eq!(<&str>::from_part("4f1c"), Some("4f1c"));
/// ```
#[diagnostic::on_unimplemented(
    message = "a part of a path cannot be read as `{Self}`",
    note = "use &str, String, u32, u64 or i64"
)]
pub trait Parameter<'path>: Sized {
    /// The part as this type; none when it is not one, and the route does not fit.
    fn from_part(part: &'path str) -> Option<Self>;
}

impl<'path> Parameter<'path> for &'path str {
    fn from_part(part: &'path str) -> Option<Self> {
        Some(part)
    }
}

macro_rules! parameter {
    ($($own:ty),*) => {
        $(impl Parameter<'_> for $own {
            fn from_part(part: &str) -> Option<Self> {
                Self::from_str(part).ok()
            }
        })*
    };
}

parameter!(String, u32, u64, i64);

impl<'path> Matched<'path> {
    /// The parameter of this name, read as a type. For what [`routes!`](crate::routes!) makes.
    pub fn read<P: Parameter<'path>>(&self, name: &str) -> Option<P> {
        self.0.iter().find(|(own, _)| *own == name).and_then(|(_, part)| P::from_part(part))
    }
}

impl Routes {
    /// No routes at all.
    pub const NONE: Self = Self(&[]);

    /// A table; the first line that fits answers.
    pub const fn new(routes: &'static [Route]) -> Self {
        Self(routes)
    }

    /// Whether there is no route.
    pub const fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// Lets the first route that fits answer. Errors: `NotFound`, when none does; those of the function.
    pub fn answer(self, call: &mut Call<'_>) -> Result<Response, Error> {
        let method = if call.request().method == "GET" { Method::Get } else { Method::Post };
        let parts = call.segments();
        for route in self.0.iter().filter(|route| route.method == method) {
            let answer = matched(route.pattern, &parts).and_then(|matched| (route.answer)(call, &matched));
            if let Some(answer) = answer {
                return answer;
            }
        }
        let other = self.0.iter().any(|route| route.method != method && matched(route.pattern, &parts).is_some());
        if other { Ok(wrong_method(call, method)) } else { Err(Error::NotFound) }
    }
}

fn matched<'path>(pattern: &'static str, parts: &[&'path str]) -> Option<Matched<'path>> {
    let mut found = Vec::new();
    let mut own = pattern.split('/').filter(|part| !part.is_empty());
    for &part in parts {
        let expected = own.next()?;
        match expected.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => found.push((name, part)),
            None if expected == part => {}
            None => return None,
        }
    }
    own.next().is_none().then_some(Matched(found))
}

/// Somebody went back to an address that a form was sent to, or the other way round.
fn wrong_method(call: &Call<'_>, method: Method) -> Response {
    let (title, sentence) = match method {
        Method::Get => (
            call.say("Rien à voir à cette adresse", "Nothing to see at this address"),
            call.say(
                "Elle ne sert qu’à envoyer un formulaire. Ce que vous avez envoyé a peut-être déjà été pris en compte\u{a0}: \
                 regardez avant de recommencer.",
                "It only takes forms. What you sent may have been taken already: please look before you send it again.",
            ),
        ),
        Method::Post => (
            call.say("Rien à envoyer à cette adresse", "Nothing to send to this address"),
            call.say("Rien n’a été changé.", "Nothing was changed."),
        ),
    };
    let back = call.say("Revenir au début", "Back to the beginning");
    let page = html!(
        "<h1>{}</h1><p>{}</p><p><a class=\"button\" href=\"{}\">{}</a></p>",
        title,
        sentence,
        call.path("/"),
        back
    );
    Response::page_with_status(405, title, page)
}

/// Whether a pattern has exactly these parameters, in this order; known while compiling.
///
/// ```
/// use veillee_sdk::fits;
///
/// assert!(fits("/{album}/photos/{photo}", &["album", "photo"]));
/// assert!(!fits("/{album}", &["photo"]));
/// ```
pub const fn fits(pattern: &str, names: &[&str]) -> bool {
    let (pattern, mut at, mut found) = (pattern.as_bytes(), 0, 0);
    while at < pattern.len() {
        if pattern[at] != b'{' {
            at += 1;
            continue;
        }
        if found == names.len() {
            return false;
        }
        let name = names[found].as_bytes();
        let mut letter = 0;
        at += 1;
        while letter < name.len() {
            if at >= pattern.len() || pattern[at] != name[letter] {
                return false;
            }
            (at, letter) = (at + 1, letter + 1);
        }
        if at >= pattern.len() || pattern[at] != b'}' {
            return false;
        }
        found += 1;
    }
    found == names.len()
}

/// The table of a service's addresses: method, path, and the function that answers, with its parameters and their types.
///
/// A `{name}` in the path is handed to the function as the parameter of this name, which is a text (an id too) or a whole
/// number; names that differ between path and function do not compile. The function takes the call first and returns what
/// [`Service::handle`](crate::Service::handle) returns. The first line that fits answers; 404 and 405 come by themselves.
///
/// ```
/// use veillee_sdk::{Call, Error, Request, Response, Routes, Service, html, routes, testing::MemoryDoor};
///
/// struct Album;
///
/// impl Service for Album {
///     const NAME: &'static str = "album";
///     const ROUTES: Routes = routes! {
///         GET "/" => albums(),
///         GET "/{album}/page/{number}" => page(album: &str, number: u32),
///         POST "/{album}/trash" => trash(album: &str),
///     };
/// }
///
/// # fn albums(_call: &mut Call<'_>) -> Result<Response, Error> { Ok(Response::page("Albums", html!(""))) }
/// fn page(_call: &mut Call<'_>, album: &str, number: u32) -> Result<Response, Error> {
///     Ok(Response::page(album, html!("<p>{}</p>", number)))
/// }
/// # fn trash(_call: &mut Call<'_>, _album: &str) -> Result<Response, Error> { Ok(Response::see_other("/")) }
///
/// let mut door = MemoryDoor::new();
/// let status = |answer| if let Ok(Response::Page { status, .. }) = answer { status } else { 0 };
/// assert_eq!(status(door.answer(&Album, &Request::get("/4f1c/page/2"))), 200);
/// assert_eq!(door.answer(&Album, &Request::get("/4f1c/page/two")), Err(Error::NotFound));
/// assert_eq!(door.answer(&Album, &Request::post("/4f1c/trash")), Ok(Response::see_other("/")));
/// assert_eq!(status(door.answer(&Album, &Request::get("/4f1c/trash"))), 405);
/// ```
///
/// ```compile_fail
/// # use veillee_sdk::{Call, Error, Response, Routes, routes};
/// # fn show(_call: &mut Call<'_>, _photo: &str) -> Result<Response, Error> { Err(Error::NotFound) }
/// const ROUTES: Routes = routes! { GET "/{album}" => show(photo: &str) };
/// ```
#[macro_export]
macro_rules! routes {
    ($($method:ident $pattern:literal => $($function:ident)::+ ($($name:ident : $kind:ty),* $(,)?)),* $(,)?) => {
        $crate::Routes::new(&[$($crate::Route {
            method: $crate::routes!(@method $method),
            pattern: {
                assert!(
                    $crate::fits($pattern, &[$(stringify!($name)),*]),
                    "the parameters of the path and those of the function are the same, in the same order"
                );
                $pattern
            },
            answer: |call, matched| {
                let _ = matched;
                Some($($function)::+(call $(, matched.read::<$kind>(stringify!($name))?)*))
            },
        }),*])
    };
    (@method GET) => { $crate::Method::Get };
    (@method POST) => { $crate::Method::Post };
}

#[cfg(test)]
mod tests {
    use super::{fits, matched};

    #[test]
    fn a_pattern_fits_a_path_of_as_many_parts() {
        let found = matched("/{album}/photos/{photo}", &["a", "photos", "b"]).expect("it fits");
        assert_eq!((found.read::<&str>("album"), found.read::<&str>("photo")), (Some("a"), Some("b")));
        for parts in [&["a"][..], &["a", "photos"], &["a", "trash", "b"], &["a", "photos", "b", "c"]] {
            assert_eq!(matched("/{album}/photos/{photo}", parts), None, "{parts:?}");
        }
        assert!(matched("/", &[]).is_some() && matched("/", &["a"]).is_none());
    }

    #[test]
    fn the_parameters_of_a_path_are_compared_with_those_of_its_function() {
        assert!(fits("/", &[]) && fits("/{a}/b/{c}", &["a", "c"]));
        for names in [&[][..], &["a"], &["c", "a"], &["a", "c", "d"], &["a", "cc"]] {
            assert!(!fits("/{a}/b/{c}", names), "{names:?}");
        }
        assert!(!fits("/{album", &["album"]));
    }
}
