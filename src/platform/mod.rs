//! The browser APIs. With `crates/photo` the only folder that names `web_sys` or `js_sys`; all other code deals in days, bytes
//! and text.

pub mod abort;
pub mod clock;
pub mod crypto;
pub mod db;
pub mod events;
pub mod files;
mod js_reflect;
pub mod net;
pub mod page;
pub mod panic;
pub mod phone;
pub mod picture;
pub mod random;
pub mod sharing;
pub mod storage;
pub mod stream;
pub mod tabs;
pub mod typing;
pub mod view;
pub mod web_locks;

/// Starts the executor of asynchronous tasks and effects, and spawns the first task.
pub fn run(task: impl Future<Output = ()> + 'static) {
    // It fails only if it was started before, and then it keeps running.
    let _ = any_spawner::Executor::init_wasm_bindgen();
    leptos::task::spawn_local(task);
}
