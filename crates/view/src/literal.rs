//! Finds texts that are written directly in the markup and that people would read.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::{Block, Expr, Lit, LitStr, Stmt};

/// Returns whether people read the attribute or hear it read.
pub fn is_read_by_people(attribute: &str) -> bool {
    matches!(
        attribute,
        "aria-label"
            | "aria-description"
            | "aria-placeholder"
            | "aria-roledescription"
            | "aria-valuetext"
            | "alt"
            | "label"
            | "placeholder"
            | "title"
    )
}

/// Returns a compile error for each text with letters that the expression can evaluate to.
pub fn refuse_in(expression: &Expr) -> TokenStream {
    let mut found = Vec::new();
    results(expression, &mut found);
    found.iter().map(refuse_literal).collect()
}

/// Returns a compile error for each text with letters that the block in braces can evaluate to.
pub fn refuse_in_block(block: &Block) -> TokenStream {
    let mut found = Vec::new();
    block_result(block, &mut found);
    found.iter().map(refuse_literal).collect()
}

/// Returns a compile error if the text has letters, otherwise nothing.
pub fn refuse_literal(text: &LitStr) -> TokenStream {
    let value = text.value();
    if value.chars().any(char::is_alphabetic) { refuse(&value, text.span()) } else { TokenStream::new() }
}

fn refuse(value: &str, span: Span) -> TokenStream {
    let error = [
        "the text `",
        value,
        "` is written into the page; give it a key in locales/kk.toml and the other languages, and write tr(Msg::…) here",
    ]
    .concat();
    // Tests may show any text, because no page is built from them.
    quote_spanned!(span=> #[cfg(not(test))] compile_error!(#error);)
}

/// Collects the texts that an expression can evaluate to, as far as its syntax shows. Arguments of functions are not
/// included, because they can be names of anything.
fn results(expression: &Expr, found: &mut Vec<LitStr>) {
    match expression {
        Expr::Lit(literal) => {
            if let Lit::Str(text) = &literal.lit {
                found.push(text.clone());
            }
        }
        Expr::Reference(inner) => results(&inner.expr, found),
        Expr::Paren(inner) => results(&inner.expr, found),
        Expr::Group(inner) => results(&inner.expr, found),
        Expr::Closure(closure) => results(&closure.body, found),
        Expr::Block(block) => block_result(&block.block, found),
        Expr::Array(array) => array.elems.iter().for_each(|element| results(element, found)),
        Expr::If(either) => {
            block_result(&either.then_branch, found);
            if let Some((_, other)) = &either.else_branch {
                results(other, found);
            }
        }
        Expr::Match(matched) => matched.arms.iter().for_each(|arm| results(&arm.body, found)),
        Expr::MethodCall(call) => {
            let name = call.method.to_string();
            // After these methods, a text or an array of texts is still the same text.
            if matches!(name.as_str(), "to_owned" | "to_string" | "into" | "concat" | "join" | "into_child") {
                results(&call.receiver, found);
            }
            if matches!(name.as_str(), "then" | "then_some" | "unwrap_or" | "unwrap_or_else") {
                call.args.iter().for_each(|argument| results(argument, found));
            }
        }
        Expr::Call(call) => {
            if let Expr::Path(function) = &*call.func {
                let path: Vec<String> =
                    function.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
                let path: Vec<&str> = path.iter().map(String::as_str).collect();
                if matches!(path.as_slice(), ["Some"] | ["String", "from"]) {
                    call.args.iter().for_each(|argument| results(argument, found));
                }
            }
        }
        Expr::Macro(call) if call.mac.path.is_ident("format") => {
            // The format string comes first and may be the only argument.
            if let Some(Ok(text)) =
                call.mac.tokens.clone().into_iter().next().map(|first| syn::parse2(first.into()))
            {
                found.push(text);
            }
        }
        _ => {}
    }
}

fn block_result(block: &Block, found: &mut Vec<LitStr>) {
    if let Some(Stmt::Expr(last, None)) = block.stmts.last() {
        results(last, found);
    } else if let Some(Stmt::Macro(call)) = block.stmts.last()
        && call.semi_token.is_none()
    {
        let call = syn::ExprMacro { attrs: Vec::new(), mac: call.mac.clone() };
        results(&Expr::Macro(call), found);
    }
}
