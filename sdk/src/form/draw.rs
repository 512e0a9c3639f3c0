//! A form as HTML, with the host's classes.

use super::Form;
use super::input::{Input, Kind};
use crate::{Html, Time, html};

impl Form<'_> {
    /// The form: its fields, what is wrong with each, what was typed, and a button. `action` is an address of the service, from
    /// [`Call::path`](crate::Call::path). The first field that is wrong is where the person goes on.
    pub fn draw(&self, action: &str, inputs: &[Input<'_>], button: &str) -> Html {
        self.draw_with(action, &Html::new(), inputs, button)
    }

    /// The same for an object that exists: the form carries the version that the person saw, so that nobody's change is lost
    /// unseen. [`version`](Self::version) reads it.
    ///
    /// ```
    /// # use veillee_sdk::{Call, Form, Input, Request, testing::MemoryDoor};
    /// # let (request, mut door) = (Request::get("/"), MemoryDoor::new());
    /// # let call = Call::new("album", &request, &mut door);
    /// let form = Form::new(&call).fill("title", "Lake");
    /// let html = form.draw_version(3, "/album/4f1c", &[Input::text("title", "Title")], "Save");
    /// assert!(html.as_str().contains("name=\"version\" value=\"3\"") && html.as_str().contains("value=\"Lake\""));
    /// ```
    pub fn draw_version(&self, version: u64, action: &str, inputs: &[Input<'_>], button: &str) -> Html {
        let hidden = html!("<input type=\"hidden\" name=\"version\" value=\"{}\">", version);
        self.draw_with(action, &hidden, inputs, button)
    }

    fn draw_with(&self, action: &str, hidden: &Html, inputs: &[Input<'_>], button: &str) -> Html {
        let mut form = html!("<form class=\"card\" method=\"post\" action=\"{}\">{}", action, hidden);
        let refused = self.refused.as_ref().map(|(_, sentence)| sentence);
        form.put("{}", &[&refused.map(|sentence| html!("<p class=\"problem\" role=\"alert\">{}</p>", sentence))]);
        let first = inputs.iter().find(|input| self.problem_of(input.name).is_some()).map(|input| input.name);
        for input in inputs {
            form.push(&self.field(input, first == Some(input.name)));
        }
        form.put("<button>{}</button></form>", &[&button]);
        form
    }

    fn field(&self, input: &Input<'_>, focus: bool) -> Html {
        let Input { name, label, .. } = input;
        let problem = self.problem_of(name);
        let mut field = Html::raw("<div class=\"field\">");
        if matches!(input.kind, Kind::Checkbox) {
            let control = self.control(input, problem.is_some(), focus);
            field.put("<label>{} {}</label>", &[&control, label]);
        } else {
            field.put("<label for=\"{}\">{}</label>", &[name, label]);
        }
        if let Some(problem) = problem {
            field.put("<p class=\"problem\" id=\"{}-problem\" role=\"alert\">{}</p>", &[name, &problem]);
        }
        if let Some(hint) = input.hint {
            field.put("<p class=\"hint\" id=\"{}-hint\">{}</p>", &[name, &hint]);
        }
        if !matches!(input.kind, Kind::Checkbox) {
            field.push(&self.control(input, problem.is_some(), focus));
        }
        field.push(&Html::raw("</div>"));
        field
    }

    fn control(&self, input: &Input<'_>, wrong: bool, focus: bool) -> Html {
        let (name, shown) = (input.name, self.shown(input.name));
        let said = attributes(input, wrong, focus);
        match &input.kind {
            Kind::Text => {
                html!("<input id=\"{}\" name=\"{}\" autocomplete=\"off\"{} value=\"{}\">", name, name, said, shown)
            }
            // A browser takes away the first line break of an area.
            Kind::Area => {
                html!("<textarea id=\"{}\" name=\"{}\" rows=\"6\"{}>\n{}</textarea>", name, name, said, shown)
            }
            Kind::Integer { low, high } => {
                let mut control = html!("<input type=\"number\" id=\"{}\" name=\"{}\"{}", name, name, said);
                control.put(" min=\"{}\" max=\"{}\" inputmode=\"numeric\" value=\"{}\">", &[low, high, &shown]);
                control
            }
            Kind::Date => {
                // A field for days hides what is none, and the person would have to guess what they wrote.
                let is_day = shown.is_empty() || (shown.len() == 10 && Time::end_of_day(shown).is_some());
                let kind = if is_day { "date" } else { "text" };
                html!("<input type=\"{}\" id=\"{}\" name=\"{}\"{} value=\"{}\">", kind, name, name, said, shown)
            }
            Kind::Checkbox => {
                let ticked = (!shown.is_empty()).then(|| Html::raw(" checked"));
                html!("<input type=\"checkbox\" id=\"{}\" name=\"{}\" value=\"1\"{}{}>", name, name, said, ticked)
            }
            Kind::Choice(answers) => {
                let mut control = html!("<select id=\"{}\" name=\"{}\"{}>", name, name, said);
                for (value, text) in *answers {
                    let chosen = (*value == shown).then(|| Html::raw(" selected"));
                    control.put("<option value=\"{}\"{}>{}</option>", &[value, &chosen, text]);
                }
                control.push(&Html::raw("</select>"));
                control
            }
        }
    }
}

/// What every kind of control may carry.
fn attributes(input: &Input<'_>, wrong: bool, focus: bool) -> Html {
    let mut said = Html::new();
    if let Some(max_chars) = input.max_chars {
        said.put(" maxlength=\"{}\"", &[&max_chars]);
    }
    if input.required {
        said.push(&Html::raw(" required"));
    }
    if focus {
        said.push(&Html::raw(" autofocus"));
    }
    let name = input.name;
    match (wrong, input.hint) {
        (true, Some(_)) => {
            said.put(" aria-invalid=\"true\" aria-describedby=\"{}-problem {}-hint\"", &[&name, &name]);
        }
        (true, None) => {
            said.put(" aria-invalid=\"true\" aria-describedby=\"{}-problem\"", &[&name]);
        }
        (false, Some(_)) => {
            said.put(" aria-describedby=\"{}-hint\"", &[&name]);
        }
        (false, None) => {}
    }
    said
}

#[cfg(test)]
mod tests {
    use crate::testing::MemoryDoor;
    use crate::{Call, Form, Input, Request};

    #[test]
    fn what_was_typed_comes_back_escaped_with_what_is_wrong() {
        let request = Request::post("/").with_form("title", "<b>").with_form("year", "soon");
        let mut door = MemoryDoor::new();
        let call = Call::new("album", &request, &mut door);
        let mut form = Form::new(&call).fill("title", "before");
        form.text("title", 2);
        form.integer("year", 1..=9);
        let inputs = [Input::text("title", "Title").hint("Short."), Input::integer("year", "Year", 1..=9)];
        let html = form.draw("/album/", &inputs, "Save").into_string();
        assert!(html.contains("value=\"&lt;b&gt;\"") && html.contains("value=\"soon\""), "{html}");
        assert!(html.contains("aria-describedby=\"title-problem title-hint\""), "{html}");
        assert_eq!(html.matches("autofocus").count(), 1, "only the first one that is wrong: {html}");
        assert_eq!(html.matches("role=\"alert\"").count(), 2, "{html}");
    }

    #[test]
    fn a_form_that_was_refused_keeps_its_status_and_its_text() {
        let request = Request::post("/").with_form("title", "Lake").with_form("version", "7");
        let mut door = MemoryDoor::new();
        let call = Call::new("album", &request, &mut door);
        let mut form = Form::new(&call);
        assert_eq!((form.text("title", 200), form.version()), ("Lake", 7));
        form.refuse(409, "Somebody was faster.");
        let html = form.draw("/album/", &[Input::text("title", "Title")], "Save");
        let crate::Response::Page { main, status, .. } = form.page("Lake", html) else { panic!("a page") };
        assert!(status == 409 && main.contains("Somebody was faster.") && main.contains("value=\"Lake\""));
    }
}
