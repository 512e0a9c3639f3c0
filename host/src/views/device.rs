use crate::words::Words;

/// What people call a device, by the names that its browser gave.
pub fn device_words(words: &Words, browser: Option<&str>, system: Option<&str>) -> String {
    match (browser, system) {
        (Some(browser), Some(system)) => {
            words.say_with("sessions-device", &[("browser", browser.into()), ("system", system.into())])
        }
        (Some(browser), None) => browser.to_owned(),
        (None, Some(system)) => words.say_with("sessions-device-system", &[("system", system.into())]),
        (None, None) => words.say("sessions-device-unknown"),
    }
}
