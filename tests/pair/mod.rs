//! A fail-over with real servers: nginx with TLS and PostgreSQL at two providers on loopback, and name servers for the
//! name that users ask.

mod database;
mod failover;
mod names;
mod site;
mod web;
