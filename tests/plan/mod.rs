#[cfg(test)]
mod bad;
#[cfg(test)]
mod check;
#[cfg(test)]
mod examples;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod lints;
#[cfg(test)]
mod shipped;
#[cfg(test)]
mod support;
mod templates;
