//! What the operator sees: symbols and styles of whole screens, and that no size and no content breaks them.

mod believe;
mod bytes;
mod dialogs;
mod fixture;
mod hostile;
mod pager;
mod picture;
mod pins;
mod render;
mod serving;
mod sizes;
mod startup;
