//! `view!`: markup in Leptos's syntax, expanded to calls of `crate::platform::view` in the app.
//!
//! Leptos gives every element, attribute and closure its own type, and compiles building, rebuilding, mounting and
//! hydrating for each. Here all parts of a page have the same type, so an element costs only a few calls and the whole
//! app stays within its byte budget. Signals, effects and ownership are Leptos's.
//!
//! A text with letters that is written directly in the markup does not compile: people read the app in nine languages,
//! so the text must be a message. This applies to text, to texts in braces, and to the attributes that people read or
//! hear. Tests are exempt.
//!
//! Supported: elements with `name=value`, `name` alone, `on:event=handler` and `prop:name=value`; text in quotes; and,
//! in braces, any expression that is a `Child`. Components are plain functions, called in braces.

//! ```
//! // In place of the browser's elements: text.
//! mod platform {
//!     pub mod view {
//!         use std::cell::RefCell;
//!
//!         pub struct Element(&'static str, RefCell<String>);
//!
//!         pub fn element(name: &'static str) -> Element {
//!             Element(name, RefCell::default())
//!         }
//!
//!         impl Element {
//!             pub fn child(&self, child: String) {
//!                 self.1.borrow_mut().push_str(&child);
//!             }
//!         }
//!
//!         pub trait Child {
//!             fn into_child(self) -> String;
//!         }
//!
//!         impl Child for Element {
//!             fn into_child(self) -> String {
//!                 format!("<{0}>{1}</{0}>", self.0, self.1.into_inner())
//!             }
//!         }
//!
//!         impl Child for u8 {
//!             fn into_child(self) -> String {
//!                 self.to_string()
//!             }
//!         }
//!     }
//! }
//!
//! fn main() {
//!     let days = 35_u8;
//!     assert_eq!(view::view! { <p><b>{days}</b></p> }, "<p><b>35</b></p>");
//! }
//! ```

mod literal;

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeBlock, NodeElement};
use syn::spanned::Spanned;

/// See the crate's documentation.
#[proc_macro]
pub fn view(tokens: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(tokens.into()).into()
}

fn expand(tokens: TokenStream) -> TokenStream {
    let nodes = match rstml::parse2(tokens) {
        Ok(nodes) => nodes,
        Err(error) => return error.to_compile_error(),
    };
    let pieces: Vec<TokenStream> = nodes.iter().map(piece).collect();
    match pieces.as_slice() {
        [only] => only.clone(),
        many => quote!(crate::platform::view::several([#(#many),*])),
    }
}

fn piece(node: &Node) -> TokenStream {
    match node {
        Node::Element(element) => self::element(element),
        Node::Text(text) => {
            let refusal = literal::refuse_literal(&text.value);
            let text = &text.value;
            quote!({ #refusal crate::platform::view::Child::into_child(#text) })
        }
        Node::Block(block) => {
            let refusal = match block {
                NodeBlock::ValidBlock(block) => literal::refuse_in_block(block),
                NodeBlock::Invalid(_) => TokenStream::new(),
            };
            let value = value(block);
            quote!({ #refusal crate::platform::view::Child::into_child(#value) })
        }
        other => {
            quote_spanned!(other.span()=> compile_error!("elements, texts in quotes and braces are understood here"))
        }
    }
}

/// Returns the content of braces, without the braces if it is a single expression.
fn value(block: &NodeBlock) -> TokenStream {
    match block {
        NodeBlock::ValidBlock(block) => {
            if let [syn::Stmt::Expr(only, None)] = block.stmts.as_slice() {
                quote!(#only)
            } else {
                quote!(#block)
            }
        }
        NodeBlock::Invalid(invalid) => quote_spanned!(invalid.span()=> compile_error!("no expression")),
    }
}

fn element(element: &NodeElement<rstml::Infallible>) -> TokenStream {
    let name = element.name().to_string();
    let make = match name.as_str() {
        "svg" | "path" | "circle" => quote!(drawing),
        _ => quote!(element),
    };
    let attributes = element.attributes().iter().map(attribute);
    let children = element.children.iter().map(piece);
    quote! {{
        let element = crate::platform::view::#make(#name);
        #(#attributes)*
        #(element.child(#children);)*
        crate::platform::view::Child::into_child(element)
    }}
}

fn attribute(attribute: &NodeAttribute) -> TokenStream {
    match attribute {
        NodeAttribute::Attribute(attribute) => keyed(attribute),
        NodeAttribute::Block(block) => {
            quote_spanned!(block.span()=> compile_error!("an attribute has a name");)
        }
    }
}

fn keyed(attribute: &KeyedAttribute) -> TokenStream {
    let name = attribute.key.to_string();
    let refusal = attribute.value().filter(|_| literal::is_read_by_people(&name)).map(literal::refuse_in);
    let value = attribute.value().map_or_else(|| quote!(""), |value| quote!(#value));
    if let Some(event) = name.strip_prefix("on:") {
        return quote!(element.on(#event, #value););
    }
    if let Some(property) = name.strip_prefix("prop:") {
        return quote!(element.property(#property, #value););
    }
    quote!(#refusal element.attribute(#name, #value);)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the literals that the expansion rejects.
    fn refused(tokens: TokenStream) -> Vec<String> {
        let expanded = expand(tokens).to_string();
        expanded
            .split("compile_error !")
            .skip(1)
            .filter_map(|from| from.split('`').nth(1).map(str::to_owned))
            .collect()
    }

    fn refuses(tokens: TokenStream, literal: &str) {
        let shown = tokens.to_string();
        assert_eq!(refused(tokens), [literal], "{shown}");
    }

    fn accepts(tokens: TokenStream) {
        let shown = tokens.to_string();
        assert_eq!(refused(tokens), [""; 0], "{shown}");
    }

    #[test]
    fn a_text_with_letters_is_rejected_wherever_it_would_be_shown() {
        refuses(quote!(<p>"Send"</p>), "Send");
        refuses(quote!(<p><b>"Жіберу"</b></p>), "Жіберу");
        refuses(quote!(<p>{"Send"}</p>), "Send");
        refuses(quote!(<p>{if done { "Sent" } else { "" }}</p>), "Sent");
        refuses(quote!(<p>{if done { tr(Msg::Sent) } else { "not" }}</p>), "not");
        refuses(quote!(<p>{match state { State::Sent => "Sent", State::Open => "…" }}</p>), "Sent");
        refuses(quote!(<p>{move || done.get().then(|| "Sent")}</p>), "Sent");
        refuses(quote!(<p>{move || done.get().then_some("Sent".to_owned())}</p>), "Sent");
        refuses(quote!(<p>{Some(String::from("Sent"))}</p>), "Sent");
        refuses(quote!(<p>{{ let n = 1; ["Sent", "…"].concat() }}</p>), "Sent");
        refuses(quote!(<p>{format!("{n} days")}</p>), "{n} days");
    }

    #[test]
    fn literals_in_attributes_that_people_read_are_rejected() {
        for name in ["aria-label", "title", "alt", "placeholder", "aria-description", "label"] {
            let key: TokenStream = name.parse().unwrap();
            refuses(quote!(<input #key="Send"/>), "Send");
            refuses(quote!(<input #key=move || open.get().then_some("Send")/>), "Send");
            accepts(quote!(<input #key=tr(Msg::Send)/>));
        }
    }

    #[test]
    fn texts_that_people_do_not_read_are_accepted() {
        accepts(
            quote!(<a class="link" type="button" id="send" href="/app/send" aria-hidden="true">{tr(Msg::Send)}</a>),
        );
        accepts(
            quote!(<p lang=tag dir="auto" prop:value=move || "x".to_owned() on:click=move |_| go("x")>{name}</p>),
        );
        accepts(quote!(<p>"№ " {number} " – 12 · §"</p>));
        accepts(quote!(<p>{choice("passport", Msg::Send)}</p>));
        accepts(quote!(<p>{move || names.get("x")}</p>));
    }
}
