//! The command line as its users meet it: what it prints, on which stream, with which exit status.

mod forms;
mod garbage;
mod layout;
mod redact;
mod run;
mod shell;
mod words;
