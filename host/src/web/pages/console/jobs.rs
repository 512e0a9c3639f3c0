use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::{Administrator, administrator, is_alone, told};
use crate::limits;
use crate::storage::jobs::{JobKind, JobRecord, JobState};
use crate::views::{ConsoleJobs, JobList, JobRow, JobSort, NoticeKind};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::form_token;
use crate::web::forms::field;
use crate::web::respond::{host_page, see_other};
use crate::web::standing::service_title;

const PATH: &str = "/-/console/jobs";
const ACTION: &str = "console-job";

/// `GET /-/console/jobs`
pub async fn show(State(app): State<Arc<App>>, Administrator(arrival): Administrator) -> Result<Response, PageError> {
    let view = ConsoleJobs {
        words: arrival.words(),
        dead: &list(&app, &arrival, JobState::Dead).await?,
        running: &list(&app, &arrival, JobState::Running).await?,
        waiting: &list(&app, &arrival, JobState::Waiting).await?,
        dropped: &list(&app, &arrival, JobState::Dropped).await?,
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
    let form = form_token::read(&arrival, ACTION, &job, body).await?;
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
        service_title: service_title(app, arrival, &job.service),
        name: job.name,
        created_ms: job.created_ms,
        due_ms: job.due_ms,
        attempt: job.attempt,
        // Why a job became needless is said once for all of them.
        error: (is_alone(app) && job.state != JobState::Dropped && !job.error.is_empty()).then_some(job.error),
        form_token: form_token::make(arrival, ACTION, &job.id),
        id: job.id,
    }
}
