//! Types and functions, written as in WIT.

use wit_parser::{Function, FunctionKind, Handle, Result_, Type, TypeDefKind, TypeId};

use super::line::Line;
use super::reference::Reference;

/// A function as it is written in an interface or a resource, without what stands before its name.
pub(super) fn function(reference: &Reference<'_>, function: &Function) -> String {
    let mut line = Line::default();
    let is_constructor = matches!(function.kind, FunctionKind::Constructor(_));
    line.code(function.item_name());
    line.code(match function.kind {
        FunctionKind::Constructor(_) => "(",
        FunctionKind::Static(_) => ": static func(",
        FunctionKind::AsyncFreestanding | FunctionKind::AsyncMethod(_) => ": async func(",
        FunctionKind::AsyncStatic(_) => ": static async func(",
        FunctionKind::Freestanding | FunctionKind::Method(_) => ": func(",
    });
    let has_self = matches!(function.kind, FunctionKind::Method(_) | FunctionKind::AsyncMethod(_));
    for (index, parameter) in function.params.iter().skip(usize::from(has_self)).enumerate() {
        line.code(if index == 0 { "" } else { ", " });
        line.code(&format!("{}: ", parameter.name));
        write(reference, &mut line, parameter.ty);
    }
    line.code(")");
    if let Some(result) = function.result.filter(|_| !is_constructor) {
        line.code(" -> ");
        write(reference, &mut line, result);
    }
    line.finish()
}

/// A type alone.
pub(super) fn of(reference: &Reference<'_>, of: Type) -> String {
    let mut line = Line::default();
    write(reference, &mut line, of);
    line.finish()
}

pub(super) fn write(reference: &Reference<'_>, line: &mut Line, of: Type) {
    let word = match of {
        Type::Id(id) => return write_defined(reference, line, id),
        Type::Bool => "bool",
        Type::U8 => "u8",
        Type::U16 => "u16",
        Type::U32 => "u32",
        Type::U64 => "u64",
        Type::S8 => "s8",
        Type::S16 => "s16",
        Type::S32 => "s32",
        Type::S64 => "s64",
        Type::F32 => "f32",
        Type::F64 => "f64",
        Type::Char => "char",
        Type::String => "string",
        Type::ErrorContext => "error-context",
    };
    line.code(word);
}

/// What a type is made of, whatever its name.
pub(super) fn unnamed(reference: &Reference<'_>, id: TypeId) -> String {
    let mut line = Line::default();
    write_parts(reference, &mut line, id);
    line.finish()
}

fn write_defined(reference: &Reference<'_>, line: &mut Line, id: TypeId) {
    match reference.named(id) {
        Some((name, anchor)) => line.link(name, &anchor),
        None => write_parts(reference, line, id),
    }
}

fn write_parts(reference: &Reference<'_>, line: &mut Line, id: TypeId) {
    let (word, inside): (&str, Vec<Type>) = match &reference.resolve.types[id].kind {
        TypeDefKind::Type(of) => return write(reference, line, *of),
        TypeDefKind::Handle(Handle::Own(of)) => return write_defined(reference, line, *of),
        TypeDefKind::Handle(Handle::Borrow(of)) => ("borrow", vec![Type::Id(*of)]),
        TypeDefKind::Tuple(tuple) => ("tuple", tuple.types.clone()),
        TypeDefKind::Option(of) => ("option", vec![*of]),
        TypeDefKind::List(of) | TypeDefKind::FixedLengthList(of, _) => ("list", vec![*of]),
        TypeDefKind::Map(key, value) => ("map", vec![*key, *value]),
        TypeDefKind::Future(of) => ("future", of.iter().copied().collect()),
        TypeDefKind::Stream(of) => ("stream", of.iter().copied().collect()),
        TypeDefKind::Result(Result_ { ok: None, err: Some(error) }) => ("result<_, ", vec![*error]),
        TypeDefKind::Result(Result_ { ok, err }) => ("result", ok.iter().chain(err).copied().collect()),
        kind => return line.code(kind.as_str()),
    };
    line.code(word);
    for (index, of) in inside.iter().enumerate() {
        let is_open = word.contains('<');
        line.code(if index > 0 {
            ", "
        } else if is_open {
            ""
        } else {
            "<"
        });
        write(reference, line, *of);
    }
    line.code(if inside.is_empty() { "" } else { ">" });
}
