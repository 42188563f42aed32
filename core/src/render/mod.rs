//! Reports as text for people: plain text for a terminal, Markdown for a ticket.
