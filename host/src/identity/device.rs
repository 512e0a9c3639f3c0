use crate::limits;

/// The device of a session: what its browser says of itself (`User-Agent`, RFC 9110, 10.1.5). Anybody may say anything there,
/// so it helps a person to recognise their own devices, and decides nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Device {
    /// The name of the program, without version.
    pub browser: Option<&'static str>,
    /// The name of the system it runs on.
    pub system: Option<&'static str>,
}

/// A mark in the header and the name it stands for. The first one found counts: browsers also name those they descend from.
const BROWSERS: [(&str, &str); 12] = [
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("Thunderbird/", "Thunderbird"),
];

const SYSTEMS: [(&str, &str); 8] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// Between the two names, as they are kept.
const BETWEEN: char = '/';

impl Device {
    pub fn of(user_agent: &str) -> Self {
        let start = user_agent
            .char_indices()
            .nth(limits::USER_AGENT_CHARS_MAX)
            .map_or(user_agent, |(end, _)| &user_agent[..end]);
        let find =
            |names: &[(&str, &'static str)]| names.iter().find(|(mark, _)| start.contains(mark)).map(|(_, name)| *name);
        Self { browser: find(&BROWSERS), system: find(&SYSTEMS) }
    }

    /// As the database keeps it.
    pub fn kept(&self) -> String {
        format!("{}{BETWEEN}{}", self.browser.unwrap_or_default(), self.system.unwrap_or_default())
    }

    /// Reads what [`Self::kept`] wrote; a name that this version does not know is unknown.
    pub fn from_kept(kept: &str) -> Self {
        let (browser, system) = kept.split_once(BETWEEN).unwrap_or_default();
        let known =
            |names: &[(&str, &'static str)], kept: &str| names.iter().map(|(_, name)| *name).find(|name| *name == kept);
        Self { browser: known(&BROWSERS, browser), system: known(&SYSTEMS, system) }
    }
}

#[cfg(test)]
mod tests {
    use super::Device;

    fn names(user_agent: &str) -> (&str, &str) {
        let device = Device::of(user_agent);
        assert_eq!(Device::from_kept(&device.kept()), device);
        (device.browser.unwrap_or("?"), device.system.unwrap_or("?"))
    }

    #[test]
    fn browsers_are_told_from_those_they_descend_from() {
        let windows =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0";
        assert_eq!(names(&format!("{windows} Safari/537.36")), ("Chrome", "Windows"));
        assert_eq!(names(&format!("{windows} Safari/537.36 Edg/140.0.0.0")), ("Edge", "Windows"));
        assert_eq!(
            names("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"),
            ("Firefox", "Linux")
        );
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
        assert_eq!(names(&format!("{phone} Version/18.6 Mobile/15E148 Safari/604.1")), ("Safari", "iPhone"));
        assert_eq!(names(&format!("{phone} CriOS/140.0.1 Mobile/15E148 Safari/604.1")), ("Chrome", "iPhone"));
        let android = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)";
        assert_eq!(
            names(&format!("{android} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36")),
            ("Samsung Internet", "Android")
        );
    }

    #[test]
    fn what_says_nothing_known_is_unknown() {
        for nothing in ["", "curl/8.14.1", "\u{e9}", &"x".repeat(100_000)] {
            assert_eq!(names(nothing), ("?", "?"), "{nothing}");
        }
        assert_eq!(names("something on Linux"), ("?", "Linux"));
        let late = format!("{}Firefox/1", "x".repeat(500));
        assert_eq!(names(&late), ("?", "?"));
        for kept in ["", "/", "<b>/Windows NT", "Netscape/BeOS"] {
            assert_eq!(Device::from_kept(kept), Device::default(), "{kept}");
        }
    }
}
