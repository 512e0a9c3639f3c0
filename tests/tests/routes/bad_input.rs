//! What nobody should send: names of ten thousand characters, addresses that look like others, line ends where a mail or a header
//! has one line, the same form twice at once, and clocks that jump. One clear answer, and nothing consumed that should not be.

mod clocks;
mod twice;
mod words;
