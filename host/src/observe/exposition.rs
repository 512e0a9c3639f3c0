use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

use super::{metrics, process};

/// Upper bounds of durations, in seconds.
pub const BUCKETS_S: [f64; 13] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0];

/// All numbers as Prometheus reads them (text format 0.0.4).
#[derive(Clone)]
pub struct Exposition(PrometheusHandle);

/// Nothing is counted yet, and will not be.
#[derive(Debug, thiserror::Error)]
pub enum ExpositionError {
    #[error("{0}")]
    Buckets(#[from] BuildError),
    #[error("numbers are counted already in this process")]
    Again,
}

impl Exposition {
    pub const MEDIA_TYPE: &'static str = "text/plain; version=0.0.4; charset=utf-8";

    /// Counts from now on. Once for each process.
    pub fn install() -> Result<Self, ExpositionError> {
        let builder = PrometheusBuilder::new();
        let recorder =
            builder.set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &BUCKETS_S)?.build_recorder();
        let exposition = Self(recorder.handle());
        ::metrics::set_global_recorder(recorder).map_err(|_| ExpositionError::Again)?;
        metrics::describe();
        Ok(exposition)
    }

    pub fn text(&self) -> String {
        let mut text = self.0.render();
        text.push_str(&process::text());
        text
    }

    /// To be called every few seconds: durations wait in memory until then.
    pub fn keep_up(&self) {
        self.0.run_upkeep();
    }
}
