use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::{administrator, is_alone, title, told};
use crate::limits;
use crate::storage::jobs::{JobKind, JobRecord, JobState};
use crate::views::{ConsoleJobs, JobList, JobRow, JobSort, NoticeKind};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::form_token;
use crate::web::forms::{field, read_form};
use crate::web::respond::{host_page, see_other};

const PATH: &str = "/-/console/jobs";
const ACTION: &str = "console-job";

/// `GET /-/console/jobs`
pub async fn show(State(app): State<Arc<App>>, arrival: Arrival) -> Result<Response, PageError> {
    if let Some(elsewhere) = administrator(&arrival)? {
        return Ok(elsewhere);
    }
    let view = ConsoleJobs {
        words: arrival.words(),
        dead: &list(&app, &arrival, JobState::Dead).await?,
        running: &list(&app, &arrival, JobState::Running).await?,
        waiting: &list(&app, &arrival, JobState::Waiting).await?,
        reads_guest_words: is_alone(&app),
    };
    Ok(host_page(&app, &arrival, StatusCode::OK, &view))
}

/// `GET /-/console/jobs/<job>`: somebody came back to it by hand.
pub async fn back() -> Response {
    see_other(PATH)
}

/// `POST /-/console/jobs/<job>`: tried again, or thrown away.
pub async fn submit(arrival: Arrival, Path(job): Path<String>, body: Body) -> Result<Response, PageError> {
    let form = read_form(body).await?;
    form_token::check(&arrival, ACTION, &job, field(&form, form_token::TOKEN_FIELD))?;
    if let Some(elsewhere) = administrator(&arrival)? {
        return Ok(elsewhere);
    }
    let (association, words) = (&arrival.site.association, arrival.words());
    let (is_done, sentence) = match field(&form, "deed") {
        "retry" => (association.retry_job(&job).await?, words.say("console-job-told-retried")),
        "drop" => (association.drop_job(&job).await?, words.say("console-job-told-dropped")),
        _ => return Err(PageError::BadRequest),
    };
    if is_done {
        return Ok(told(&arrival, PATH, NoticeKind::Good, sentence));
    }
    Ok(told(&arrival, PATH, NoticeKind::Problem, words.say("console-job-told-gone")))
}

/// One more is asked for than is shown: so it is known that there are more, and nothing is counted.
async fn list(app: &App, arrival: &Arrival, state: JobState) -> Result<JobList, PageError> {
    let mut jobs = arrival.site.association.first_jobs(Some(state), limits::CONSOLE_JOBS + 1).await?;
    let is_cut = jobs.len() > limits::CONSOLE_JOBS;
    jobs.truncate(limits::CONSOLE_JOBS);
    Ok(JobList { rows: jobs.into_iter().map(|job| row(app, arrival, job)).collect(), is_cut })
}

fn row(app: &App, arrival: &Arrival, job: JobRecord) -> JobRow {
    JobRow {
        sort: match job.kind {
            JobKind::Job => JobSort::Job,
            JobKind::Schedule => JobSort::Schedule,
            JobKind::Event => JobSort::Event,
        },
        service_title: title(app, arrival, &job.service),
        name: job.name,
        created_ms: job.created_ms,
        due_ms: job.due_ms,
        attempt: job.attempt,
        error: (is_alone(app) && !job.error.is_empty()).then_some(job.error),
        form_token: form_token::make(arrival, ACTION, &job.id),
        id: job.id,
    }
}
