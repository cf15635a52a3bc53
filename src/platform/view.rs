//! The expansion of `view!`: elements, texts and fragments that follow signals. All of them have one type, [`View`].
//!
//! Results of DOM calls are dropped in this module: they fail only for a node that is no longer in its place, and then there is
//! nothing to render into.

use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Node};

pub use view::view;
pub use web_sys::Event;

/// A part of a page: a node, or a fragment that contains several. Inserting it into a parent consumes it.
pub struct View(Node);

/// A value that can be a child in `view!`.
pub trait Child {
    fn into_child(self) -> View;
}

/// A value that can be the value of an attribute.
pub trait AttributeValue {
    fn set(self, element: &Element, name: &'static str);
}

/// A value that can be the value of a DOM property.
pub trait Property {
    fn set(self, element: &Element, name: &'static str);
}

/// An element being made.
#[derive(Clone)]
pub struct Element(web_sys::Element);

fn document() -> Document {
    // The app is started by a script of the document, so there always is one here.
    web_sys::window().and_then(|window| window.document()).unwrap_or_else(|| JsValue::NULL.unchecked_into())
}

/// Creates an HTML element. The names come from markup that is checked at compile time, so this cannot fail.
pub fn element(name: &'static str) -> Element {
    Element(document().create_element(name).unwrap_or_else(JsCast::unchecked_into))
}

/// Returns an empty view.
pub fn nothing() -> View {
    ().into_child()
}

/// Creates an SVG element.
pub fn drawing(name: &'static str) -> Element {
    let made = document().create_element_ns(Some("http://www.w3.org/2000/svg"), name);
    Element(made.unwrap_or_else(JsCast::unchecked_into))
}

/// Joins several views in a row.
pub fn several<const N: usize>(pieces: [View; N]) -> View {
    fragment(&mut pieces.into_iter())
}

fn fragment(pieces: &mut dyn Iterator<Item = View>) -> View {
    let fragment = document().create_document_fragment();
    for piece in pieces {
        let _ = fragment.append_child(&piece.0);
    }
    View(fragment.into())
}

impl Element {
    #[expect(clippy::needless_pass_by_value, reason = "inserting a view consumes it")]
    pub fn child(&self, piece: View) {
        let _ = self.0.append_child(&piece.0);
    }

    pub fn attribute(&self, name: &'static str, value: impl AttributeValue) {
        value.set(self, name);
    }

    pub fn property(&self, name: &'static str, value: impl Property) {
        value.set(self, name);
    }

    pub fn on(&self, event: &'static str, call: impl FnMut(Event) + 'static) {
        self.listen(event, Box::new(call));
    }

    fn listen(&self, event: &'static str, call: Box<dyn FnMut(Event)>) {
        // The browser releases the closure together with the element.
        let closure = Closure::wrap(call).into_js_value();
        let _ = self.0.add_event_listener_with_callback(event, closure.unchecked_ref());
    }

    fn write(&self, name: &'static str, value: Option<&str>) {
        let _ = match value {
            Some(value) => self.0.set_attribute(name, value),
            None => self.0.remove_attribute(name),
        };
    }

    fn set_property(&self, name: &'static str, value: &JsValue) {
        let key = JsValue::from_str(name);
        // Writing the same text again would move the cursor of an input.
        if js_sys::Reflect::get(&self.0, &key).ok().as_ref() != Some(value) {
            let _ = js_sys::Reflect::set(&self.0, &key, value);
        }
    }
}

/// Runs now and whenever a signal that it read has changed, as long as its owner exists.
fn effect(mut run: Box<dyn FnMut()>) {
    let effect = RenderEffect::new(move |_: Option<()>| run());
    StoredValue::new_local(effect);
}

/// Returns a view that is rendered again whenever a signal that it read has changed. The owner of the old one is disposed of.
fn reactive(make: Box<dyn Fn() -> View>) -> View {
    let document = document();
    let (start, end) = (document.create_comment(""), document.create_comment(""));
    let fragment = document.create_document_fragment();
    let _ = fragment.append_child(&start);
    let _ = fragment.append_child(&end);
    effect(Box::new(move || {
        let fresh = make();
        let Some(parent) = end.parent_node() else { return };
        while let Some(old) = start.next_sibling() {
            if old.is_same_node(Some(&end)) {
                break;
            }
            let _ = parent.remove_child(&old);
        }
        let _ = parent.insert_before(&fresh.0, Some(&end));
    }));
    View(fragment.into())
}

impl Child for View {
    fn into_child(self) -> View {
        self
    }
}

impl Child for Element {
    fn into_child(self) -> View {
        View(self.0.into())
    }
}

impl Child for &str {
    fn into_child(self) -> View {
        View(document().create_text_node(self).into())
    }
}

impl Child for String {
    fn into_child(self) -> View {
        self.as_str().into_child()
    }
}

impl Child for () {
    fn into_child(self) -> View {
        "".into_child()
    }
}

impl<P: Child> Child for Option<P> {
    fn into_child(self) -> View {
        self.map_or_else(|| ().into_child(), Child::into_child)
    }
}

impl Child for Vec<View> {
    fn into_child(self) -> View {
        fragment(&mut self.into_iter())
    }
}

impl<F: Fn() -> P + 'static, P: Child> Child for F {
    fn into_child(self) -> View {
        reactive(Box::new(move || self().into_child()))
    }
}

/// Returns a text that follows signals: the node stays, its text changes.
pub fn reactive_text(say: Box<dyn Fn() -> String>) -> View {
    let node = document().create_text_node("");
    let view = View(node.clone().into());
    effect(Box::new(move || node.set_data(&say())));
    view
}

impl AttributeValue for &str {
    fn set(self, element: &Element, name: &'static str) {
        element.write(name, Some(self));
    }
}

impl AttributeValue for String {
    fn set(self, element: &Element, name: &'static str) {
        element.write(name, Some(&self));
    }
}

impl AttributeValue for Option<&'static str> {
    fn set(self, element: &Element, name: &'static str) {
        element.write(name, self);
    }
}

impl AttributeValue for Option<String> {
    fn set(self, element: &Element, name: &'static str) {
        element.write(name, self.as_deref());
    }
}

impl<F: Fn() -> V + 'static, V: AttributeValue> AttributeValue for F {
    fn set(self, element: &Element, name: &'static str) {
        let element = element.clone();
        effect(Box::new(move || self().set(&element, name)));
    }
}

impl Property for bool {
    fn set(self, element: &Element, name: &'static str) {
        element.set_property(name, &JsValue::from_bool(self));
    }
}

impl Property for String {
    fn set(self, element: &Element, name: &'static str) {
        element.set_property(name, &JsValue::from_str(&self));
    }
}

impl<F: Fn() -> V + 'static, V: Property> Property for F {
    fn set(self, element: &Element, name: &'static str) {
        let element = element.clone();
        effect(Box::new(move || self().set(&element, name)));
    }
}

/// The app, rendered but not yet visible.
pub struct Staged(web_sys::Element);

impl Staged {
    /// Renders the app, which then lives as long as the document.
    pub fn new(app: impl FnOnce() -> View) -> Self {
        let Element(stage) = element("div");
        let owner = Owner::new();
        let _ = owner.with(|| stage.append_child(&app().0));
        std::mem::forget(owner);
        Self(stage)
    }

    /// Replaces the content of the element with this id by the app.
    pub fn show(self, id: &str) {
        let Some(place) = document().get_element_by_id(id) else { return };
        let fragment = document().create_document_fragment();
        while let Some(node) = self.0.first_child() {
            let _ = fragment.append_child(&node);
        }
        place.set_inner_html("");
        let _ = place.append_child(&fragment);
    }
}

/// Returns a copy of the headline of the static screen, while that exists.
pub fn early_headline() -> Option<View> {
    let section = document().query_selector("#early .standing").ok()??;
    Some(View(section.clone_node_with_deep(true).ok()?))
}

#[cfg(all(test, target_arch = "wasm32"))]
#[allow(clippy::unwrap_used, clippy::wildcard_imports, reason = "the lints recognise only #[test] as a test")]
mod tests {
    use super::*;
    use wasm_bindgen_test::*;

    wasm_bindgen_test_configure!(run_in_browser);

    /// Inserts a view, created under an owner of its own, into a new element of the document.
    fn show(make: impl FnOnce() -> View) -> (Owner, web_sys::Element) {
        let _ = any_spawner::Executor::init_wasm_bindgen();
        let place = document().create_element("div").unwrap();
        document().body().unwrap().append_child(&place).unwrap();
        let owner = Owner::new();
        owner.with(|| place.append_child(&make().0).unwrap());
        (owner, place)
    }

    async fn settle() {
        crate::platform::page::sleep(0).await;
    }

    #[wasm_bindgen_test]
    fn markup_becomes_elements_attributes_and_texts() {
        let (_owner, place) = show(|| {
            view! { <p class="a" id=String::from("b") hidden>"x" {Some("y")} {None::<View>} <br/></p> }
        });
        assert_eq!(place.inner_html(), "<p class=\"a\" id=\"b\" hidden=\"\">xy<br></p>");
    }

    #[wasm_bindgen_test]
    async fn pieces_and_attributes_follow_their_signals() {
        let owner = Owner::new();
        let count = owner.with(|| RwSignal::new(1));
        let (_owner, place) = show(move || {
            let list =
                move || (0..count.get()).map(|n| view! { <li>{n.to_string()}</li> }).collect::<Vec<View>>();
            view! { <ul class=move || (count.get() > 1).then_some("many")>{list}</ul><p>"after"</p> }
        });
        let list = place.query_selector("ul").unwrap().unwrap();
        assert_eq!(list.text_content().unwrap(), "0");
        assert!(!list.has_attribute("class"));
        count.set(3);
        settle().await;
        assert_eq!(list.text_content().unwrap(), "012");
        assert_eq!(list.get_attribute("class").unwrap(), "many");
        count.set(0);
        settle().await;
        assert_eq!(list.text_content().unwrap(), "");
        assert_eq!(place.text_content().unwrap(), "after");
    }

    #[wasm_bindgen_test]
    async fn what_a_replaced_piece_had_made_is_disposed_of() {
        let owner = Owner::new();
        let (shown, inner, runs) =
            owner.with(|| (RwSignal::new(true), RwSignal::new(0), StoredValue::new(0)));
        let (_owner, place) = show(move || {
            let counting = move || {
                let value = inner.get();
                runs.update_value(|runs| *runs += 1);
                value.to_string()
            };
            view! { {move || shown.get().then(|| view! { <b>{counting}</b> })} }
        });
        assert_eq!(place.text_content().unwrap(), "0");
        shown.set(false);
        settle().await;
        inner.set(1);
        settle().await;
        assert_eq!(place.text_content().unwrap(), "");
        assert_eq!(runs.get_value(), 1, "a view that is gone follows no signal");
    }

    #[wasm_bindgen_test]
    async fn writing_the_same_value_leaves_the_cursor_where_it_is() {
        let owner = Owner::new();
        let value = owner.with(|| RwSignal::new(String::from("abc")));
        let (_owner, place) = show(move || view! { <input prop:value=move || value.get()/> });
        let input: web_sys::HtmlInputElement =
            place.query_selector("input").unwrap().unwrap().unchecked_into();
        input.set_selection_range(1, 1).unwrap();
        value.set(String::from("abc"));
        settle().await;
        assert_eq!(input.selection_start().unwrap(), Some(1));
    }
}
