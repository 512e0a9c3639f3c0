use std::io::{self, BufRead as _, IsTerminal as _, Read as _, Write as _};

use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};

use crate::control::{Problem, Secret};
use crate::limits;

/// A secret that is known already: the first line of standard input, or typed at the terminal.
pub fn read_known(what: &str, from_stdin: bool) -> Result<Secret, Problem> {
    if from_stdin {
        return line();
    }
    if !io::stdin().is_terminal() {
        let option = what.to_lowercase();
        return Err(Problem::mistake(format!("no terminal to ask at: give the {option} with --{option}-stdin")));
    }
    typed(&format!("{what}: "))
}

/// A new secret: as [`read_known`], but typed twice.
pub fn read(what: &str, from_stdin: bool) -> Result<Secret, Problem> {
    let first = read_known(what, from_stdin)?;
    if from_stdin {
        return Ok(first);
    }
    let again = typed(&format!("{what}, once more: "))?;
    if first.expose() == again.expose() { Ok(first) } else { Err(Problem::mistake("the two are not the same")) }
}

/// Nothing that is typed is shown.
fn typed(prompt: &str) -> Result<Secret, Problem> {
    let failed = |error: rustix::io::Errno| Problem::failure(format!("the terminal: {error}"));
    let (stdin, mut stderr) = (io::stdin(), io::stderr());
    let before = tcgetattr(&stdin).map_err(failed)?;
    let mut silent = before.clone();
    silent.local_modes.remove(LocalModes::ECHO);
    write!(stderr, "{prompt}").and_then(|()| stderr.flush()).map_err(Problem::failure)?;
    tcsetattr(&stdin, OptionalActions::Flush, &silent).map_err(failed)?;
    let entered = line();
    tcsetattr(&stdin, OptionalActions::Now, &before).map_err(failed)?;
    writeln!(stderr).ok();
    entered
}

fn line() -> Result<Secret, Problem> {
    let mut text = String::new();
    let most = u64::try_from(limits::PASSWORD_BYTES_MAX).unwrap_or(u64::MAX).saturating_add(2);
    io::stdin().lock().take(most).read_line(&mut text).map_err(|error| {
        Problem::mistake(format!("standard input cannot be read ({error}): it must be one line of UTF-8 text"))
    })?;
    Ok(Secret::new(text.trim_end_matches(['\r', '\n']).to_owned()))
}
