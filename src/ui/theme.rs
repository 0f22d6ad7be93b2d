//! A theme as drawing uses it. The shipped ones are files in `themes/`, read like any other.

use crate::domain::problem::Problem;
use crate::formats::theme::{Colour, Look, Role, ThemeFile, read};
use ratatui::style::{Color, Modifier, Style};

/// The shipped themes: name and file.
const SHIPPED: [(&str, &str); 5] = [
    ("default", include_str!("../../themes/default.toml")),
    ("mono", include_str!("../../themes/mono.toml")),
    (
        "high-contrast",
        include_str!("../../themes/high-contrast.toml"),
    ),
    ("light", include_str!("../../themes/light.toml")),
    ("dark", include_str!("../../themes/dark.toml")),
];

/// How each part of the screen looks.
#[derive(Clone, PartialEq, Debug)]
pub struct Theme {
    /// Its name.
    pub name: String,
    /// What it is, in a few words.
    pub title: String,
    /// Only ASCII characters reach the terminal.
    pub ascii: bool,
    styles: Vec<Style>,
}

impl Default for Theme {
    /// No looks at all: what is left when every theme is unreadable.
    fn default() -> Self {
        Theme::of("plain", &ThemeFile::default())
    }
}

impl Theme {
    /// The names of the shipped themes, the default first.
    pub fn names() -> impl Iterator<Item = &'static str> {
        SHIPPED.iter().map(|(name, _)| *name)
    }

    /// A shipped theme; `None` for a name that is none.
    #[must_use]
    pub fn shipped(name: &str) -> Option<Theme> {
        let (name, text) = SHIPPED.iter().find(|(n, _)| *n == name)?;
        read(name, text).ok().map(|file| Theme::of(name, &file))
    }

    /// A theme out of a user's own file.
    ///
    /// # Errors
    /// All that is wrong with it, each with its place.
    pub fn read(file: &str, text: &str) -> Result<Theme, Vec<Problem>> {
        read(file, text).map(|theme| Theme::of(file, &theme))
    }

    /// The same theme, in ASCII or not.
    #[must_use]
    pub fn ascii(mut self, ascii: bool) -> Theme {
        self.ascii = ascii;
        self
    }

    fn of(name: &str, file: &ThemeFile) -> Theme {
        let plain = file.looks.get(&Role::Text).copied().unwrap_or_default();
        let style = |role: &Role| style(file.looks.get(role).copied().unwrap_or(plain));
        Theme {
            name: name.to_owned(),
            title: file.title.clone(),
            ascii: false,
            styles: Role::ALL.iter().map(style).collect(),
        }
    }

    /// How a part of the screen looks.
    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(role as usize).copied().unwrap_or_default()
    }
}

fn style(look: Look) -> Style {
    let mut style = Style::new();
    style.fg = look.ink.map(color);
    style.bg = look.paper.map(color);
    let weights = [
        (look.bold, Modifier::BOLD),
        (look.dim, Modifier::DIM),
        (look.italic, Modifier::ITALIC),
        (look.underline, Modifier::UNDERLINED),
        (look.reverse, Modifier::REVERSED),
    ];
    for (_, weight) in weights.into_iter().filter(|(on, _)| *on) {
        style = style.add_modifier(weight);
    }
    style
}

/// The named ones leave as the short codes that every terminal knows.
fn color(colour: Colour) -> Color {
    const NAMED: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    match colour {
        Colour::Indexed(n) => NAMED
            .get(usize::from(n))
            .copied()
            .unwrap_or(Color::Indexed(n)),
        Colour::Rgb(r, g, b) => Color::Rgb(r, g, b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_theme_reads() {
        for (name, text) in SHIPPED {
            read(name, text).unwrap();
            assert!(Theme::shipped(name).is_some(), "{name}");
        }
        assert!(Theme::shipped("../etc").is_none());
    }

    #[test]
    fn no_colour_means_no_colour() {
        let mono = Theme::shipped("mono").unwrap();
        for role in Role::ALL {
            let style = mono.style(*role);
            assert!(style.fg.is_none() && style.bg.is_none(), "{role:?}");
        }
    }

    #[test]
    fn modes_differ_in_every_theme() {
        for theme in Theme::names().filter_map(Theme::shipped) {
            let (live, drill) = (
                theme.style(Role::HeaderLive),
                theme.style(Role::HeaderDrill),
            );
            assert_ne!(live, drill, "{}", theme.name);
        }
    }
}
