//! Elements of the host around a plugin's own HTML: they pass with few attributes, and open no way for what is inside.

mod site;

use site::pass;

const PAGE: &str = r#"<veillee-lightbox aria-label="Photos"><ul class="photos"><li><figure><a href="/album/a1/p1"><img alt="La mer" src="/-/blob/p1/thumbnail" srcset="/-/blob/p1/thumbnail 512w, /-/blob/p1/preview 2000w"></a><figcaption>La mer</figcaption></figure></li></ul></veillee-lightbox>
<veillee-confirm question="Supprimer « Été » ?" yes="Supprimer"><form action="/album/a1/trash" method="post"><button>Supprimer</button></form></veillee-confirm>
<veillee-autosave><form action="/album/a1" method="post"><textarea name="words">
a</textarea><veillee-preview><button name="preview" value="yes">Aperçu</button><div>a</div></veillee-preview></form></veillee-autosave>
<p><veillee-copy label="Copier"><code>mot</code></veillee-copy></p>
<veillee-reorder><form action="/album/a1/order" method="post"><ol><li><input name="order" type="hidden" value="p1"><button name="up" value="p1">Monter</button></li></ol><button>Enregistrer</button></form></veillee-reorder>
<veillee-people label="Chercher"><fieldset><legend>Qui</legend><label><input name="who" type="checkbox" value="1">Anne</label></fieldset></veillee-people>
<veillee-picker label="Chercher"><fieldset><legend>Où</legend><label><input name="to" type="radio" value="1">Album</label></fieldset></veillee-picker>
<veillee-shortcuts><a href="/album/a1/p2" aria-keyshortcuts="n ArrowRight">Suivante</a></veillee-shortcuts>"#;

#[test]
fn every_element_around_passes_unchanged_with_what_belongs_in_it() {
    let passed = pass(PAGE);
    assert_eq!(passed.html, PAGE);
    assert_eq!(passed.dropped, []);
    for name in veillee_page::elements_around() {
        assert!(PAGE.contains(&format!("<{name}")), "{name} is not tried here");
    }
}

#[test]
fn what_is_inside_an_element_of_the_host_passes_the_wall_like_the_rest() {
    for name in veillee_page::elements_around() {
        let page = format!(
            "<{name}><script>1</script><img src=//e onerror=1><form action=/-/share><input type=password></form>a</{name}>"
        );
        assert_eq!(pass(&page).html, format!("<{name}><img><form></form>a</{name}>"));
    }
}

#[test]
fn an_element_around_carries_no_attribute_that_is_not_its_own() {
    let cases = [
        ("<veillee-lightbox onclick=1 style=x data-reader=y src=//e is=x slot=s nonce=n>a", "<veillee-lightbox>a"),
        ("<veillee-copy url=//e data-url=//e label='<b>'>a", "<veillee-copy label=\"&lt;b&gt;\">a"),
        ("<veillee-confirm action=/-/share question=a\u{202E}b>a", "<veillee-confirm question=\"ab\">a"),
        ("<veillee-reorder class='veillee-share shell-x ok'>a", "<veillee-reorder class=\"ok\">a"),
        ("<veillee-preview id=main question=x>a", "<veillee-preview id=\"p-main\">a"),
        ("<VEILLEE-AUTOSAVE>a", "<veillee-autosave>a"),
    ];
    for (page, expected) in cases {
        let name = expected.trim_start_matches('<').split([' ', '>']).next().unwrap_or_default();
        assert_eq!(pass(page).html, format!("{expected}</{name}>"), "{page}");
    }
}

#[test]
fn an_element_around_stands_where_a_browser_leaves_it() {
    let cases = [
        // A second one inside the first is taken out, and its end closes nothing else.
        ("<veillee-copy>a<veillee-copy>b</veillee-copy>c</veillee-copy>d", "<veillee-copy>abc</veillee-copy>d"),
        ("<veillee-copy><div>a</veillee-copy>b", "<veillee-copy><div>a</div></veillee-copy>b"),
        ("<div><veillee-copy>a</div>b", "<div><veillee-copy>a</veillee-copy></div>b"),
        ("<p><veillee-copy>a<p>b", "<p><veillee-copy>a</veillee-copy></p><p>b</p>"),
        ("<table><veillee-copy><tr><td>a", "<table><tbody><tr><td>a</td></tr></tbody></table>"),
        ("<select><veillee-copy><option>a</select>", "<select><option>a</option></select>"),
        ("<veillee-copy/>a", "<veillee-copy>a</veillee-copy>"),
        ("<veillee-time>a<veillee-copy>b</veillee-copy>c</veillee-time>", "<time>abc</time>"),
        ("<veillee-copy><veillee-time>a</veillee-copy>b", "<veillee-copy><time>a</time></veillee-copy>b"),
        ("<veillee-lightbo>a</veillee-lightbo>b", "b"),
    ];
    for (page, expected) in cases {
        assert_eq!(pass(page).html, expected, "{page}");
    }
}

#[test]
fn keys_are_single_and_take_nothing_that_people_move_by() {
    for key in ["n", "/", "7", "ArrowLeft", "j ArrowRight"] {
        let link = format!("<a aria-keyshortcuts=\"{key}\">a</a>");
        assert_eq!(pass(&link).html, link);
    }
    for key in [
        "",
        "?",
        "Tab",
        "Escape",
        "Control+s",
        "Alt+F4",
        "Space",
        "N",
        "é",
        "nn",
        "n Tab",
        "Enter",
        "ArrowDown",
        "\" onclick=\"1",
    ] {
        assert_eq!(pass(&format!("<a aria-keyshortcuts='{key}'>a</a>")).html, "<a>a</a>", "{key}");
    }
    assert_eq!(pass("<div aria-keyshortcuts=n>a</div>").html, "<div>a</div>");
}
