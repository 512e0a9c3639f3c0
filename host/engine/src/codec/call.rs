use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use wasmtime::Store;

use super::bindings::exports::veillee::codec::codec as wire;
use super::bindings::{ImageCodec, ImageCodecPre};
use super::pool::CodecPool;
use super::state::CodecState;
use super::types::{Edit, Made, PictureFacts, Wanted};
use crate::convert::cut;
use crate::failure::{self, Failure};
use crate::limits::{CallLimits, MAX_HANDLES};

/// A loaded codec. Cheap to clone and to keep; holds no memory of any call.
#[derive(Clone)]
pub struct Codec {
    pool: Arc<CodecPool>,
    linked: ImageCodecPre<CodecState>,
}

/// How a call of a codec ended and what it used.
#[derive(Debug)]
pub struct Judged<T> {
    /// The answer; or the codec's one sentence, cut to its length; or why there is neither.
    pub outcome: Result<Result<T, String>, Failure>,
    pub peak_memory_bytes: usize,
    /// Time in the codec's own code.
    pub cpu: Duration,
}

impl fmt::Debug for Codec {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Codec").finish_non_exhaustive()
    }
}

/// Each call is a fresh instance, so that linear memory, which never shrinks, goes with the picture, and one picture
/// can tell nothing to the next. Costs copying the bytes in and the answer out, beside the codec's own work. A call gives
/// other tasks the thread at each tick. Dropping the future stops the codec.
impl Codec {
    pub(super) fn new(pool: Arc<CodecPool>, linked: ImageCodecPre<CodecState>) -> Self {
        Self { pool, linked }
    }

    pub async fn probe(&self, bytes: &[u8], limits: &CallLimits) -> Judged<PictureFacts> {
        self.perform(limits, async |store, codec| {
            Ok(codec.veillee_codec_codec().call_probe(store, bytes).await?.map(facts))
        })
        .await
    }

    /// All pictures from one decoding, in the order wanted.
    pub async fn render(&self, bytes: &[u8], wanted: &[Wanted], limits: &CallLimits) -> Judged<Vec<Made>> {
        let wanted: Vec<wire::Rendition> = wanted.iter().map(rendition).collect();
        self.perform(limits, async |store, codec| {
            let answer = codec.veillee_codec_codec().call_render(store, bytes, &wanted).await?;
            Ok(answer.map(|made| made.into_iter().map(picture).collect()))
        })
        .await
    }

    /// How to take everything but the picture out of the bytes.
    pub async fn strip(&self, bytes: &[u8], limits: &CallLimits) -> Judged<Vec<Edit>> {
        self.perform(limits, async |store, codec| {
            let answer = codec.veillee_codec_codec().call_strip(store, bytes).await?;
            Ok(answer.map(|edits| edits.into_iter().map(edit).collect()))
        })
        .await
    }

    async fn perform<T>(
        &self,
        limits: &CallLimits,
        work: impl AsyncFnOnce(&mut Store<CodecState>, ImageCodec) -> wasmtime::Result<Result<T, String>>,
    ) -> Judged<T> {
        let _ticking = self.pool.ticker.tick();
        let mut store = Store::new(&self.pool.wasmtime, CodecState::new(limits, &self.pool.limits));
        bound(&mut store, limits);
        let run = async {
            let codec = self.linked.instantiate_async(&mut store).await?;
            work(&mut store, codec).await
        };
        let answer = tokio::time::timeout(limits.wall, run).await;
        let mut state = store.into_data();
        state.cpu.pause();
        state.log.finish();
        let outcome = match answer {
            Ok(Ok(answer)) => Ok(answer.map_err(cut)),
            Ok(Err(error)) => Err(failure::explain(&error, false, state.memory.refused, &state.log.error_tail())),
            Err(_) => Err(Failure::Deadline { detail: format!("no answer within {} ms", limits.wall.as_millis()) }),
        };
        Judged { outcome, peak_memory_bytes: state.memory.peak_bytes(), cpu: state.cpu.spent() }
    }
}

fn bound(store: &mut Store<CodecState>, limits: &CallLimits) {
    store.limiter(|state| &mut state.memory);
    // Counts what is copied out of the guest: its answer, and what it writes to its streams.
    store.set_hostcall_fuel(limits.response_bytes);
    store.set_max_component_handles(MAX_HANDLES);
    let next_tick = 1;
    store.set_epoch_deadline(next_tick);
    store.epoch_deadline_callback(|mut store| Ok(store.data_mut().cpu.at_tick()));
}

fn facts(facts: wire::Facts) -> PictureFacts {
    PictureFacts {
        kind: facts.kind,
        width_px: facts.width,
        height_px: facts.height,
        orientation: facts.orientation,
        taken: facts.taken,
        frames: facts.frames,
    }
}

fn rendition(wanted: &Wanted) -> wire::Rendition {
    wire::Rendition { max_side_pixels: wanted.max_side_px, media_type: wanted.media_type.clone() }
}

fn picture(made: wire::Made) -> Made {
    Made { width_px: made.width, height_px: made.height, bytes: made.bytes }
}

fn edit(edit: wire::Edit) -> Edit {
    Edit { offset_bytes: edit.offset_bytes, length_bytes: edit.length_bytes, replacement: edit.replacement }
}
