//! The messages between the page and the worker.

use crate::{PictureProblem, Prepared, Scaling};
use picture::Look;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;

/// Returns the message that asks the worker to prepare a photograph.
pub fn write_question(file: &Blob, scaling: Scaling) -> JsValue {
    js_sys::Array::of2(file, &JsValue::from_str(scaling.name())).into()
}

/// Parses a message of [`write_question`]; `None` for any other message.
pub fn read_question(question: &JsValue) -> Option<(Blob, Scaling)> {
    let parts = question.dyn_ref::<js_sys::Array>()?;
    Some((parts.get(0).dyn_into().ok()?, Scaling::from_name(&parts.get(1).as_string()?)?))
}

/// Returns the message with which the worker answers.
pub fn write_answer(answer: &Result<Prepared, PictureProblem>) -> JsValue {
    match answer {
        Ok(Prepared { bytes, look }) => {
            js_sys::Array::of2(&JsValue::from_str(&look.write()), &js_sys::Uint8Array::from(bytes.as_slice()))
                .into()
        }
        Err(PictureProblem::Undecodable) => JsValue::from_f64(0.0),
        Err(PictureProblem::DrawnEmpty) => JsValue::from_f64(1.0),
    }
}

/// Parses a message of [`write_answer`]; `None` for any other message, such as that of a worker without a program.
pub fn read_answer(answer: &JsValue) -> Option<Result<Prepared, PictureProblem>> {
    if let Some(problem) = answer.as_f64() {
        let problem = if problem < 0.5 { PictureProblem::Undecodable } else { PictureProblem::DrawnEmpty };
        return Some(Err(problem));
    }
    let parts = answer.dyn_ref::<js_sys::Array>()?;
    let bytes = parts.get(1).dyn_into::<js_sys::Uint8Array>().ok()?.to_vec();
    Some(Ok(Prepared { bytes, look: Look::parse(&parts.get(0).as_string()?)? }))
}
