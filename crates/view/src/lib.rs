//! `view!`: markup in Leptos's syntax, expanded to calls of `crate::platform::view` in the app.
//!
//! Leptos gives every element, attribute and closure a type of its own and compiles building, rebuilding, mounting and
//! hydrating for each. Here all pieces of a page have one type, so that each element costs a few calls: the whole app
//! stays within its byte budget. Signals, effects and ownership are Leptos's.
//!
//! Understood: elements with `name=value`, `name` alone, `on:event=handler` and `prop:name=value`; text in quotes; any
//! expression that is a `Piece` in braces. Components are plain functions, called in braces.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeBlock, NodeElement};
use syn::spanned::Spanned;

/// See the crate's documentation.
#[proc_macro]
pub fn view(tokens: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let nodes = match rstml::parse2(tokens.into()) {
        Ok(nodes) => nodes,
        Err(error) => return error.to_compile_error().into(),
    };
    let pieces: Vec<TokenStream> = nodes.iter().map(piece).collect();
    match pieces.as_slice() {
        [only] => only.clone().into(),
        many => quote!(crate::platform::view::several([#(#many),*])).into(),
    }
}

fn piece(node: &Node) -> TokenStream {
    match node {
        Node::Element(element) => self::element(element),
        Node::Text(text) => {
            let text = &text.value;
            quote!(crate::platform::view::Piece::into_piece(#text))
        }
        Node::Block(block) => {
            let value = value(block);
            quote!(crate::platform::view::Piece::into_piece(#value))
        }
        other => {
            quote_spanned!(other.span()=> compile_error!("elements, texts in quotes and braces are understood here"))
        }
    }
}

/// What stands in braces, without them where it is one expression.
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
        crate::platform::view::Piece::into_piece(element)
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
    let value = attribute.value().map_or_else(|| quote!(""), |value| quote!(#value));
    if let Some(event) = name.strip_prefix("on:") {
        return quote!(element.on(#event, #value););
    }
    if let Some(property) = name.strip_prefix("prop:") {
        return quote!(element.property(#property, #value););
    }
    quote!(element.attribute(#name, #value);)
}
