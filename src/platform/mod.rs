//! The browser. With `crates/photo` the only folder that names `web_sys` or `js_sys`; everything else speaks of days, bytes and text.

pub mod clock;
pub mod crypto;
pub mod db;
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

/// Starts what runs asynchronous work and effects, and gives it its first task.
pub fn run(task: impl Future<Output = ()> + 'static) {
    // It fails only where it was started before, and then goes on.
    let _ = any_spawner::Executor::init_wasm_bindgen();
    leptos::task::spawn_local(task);
}
