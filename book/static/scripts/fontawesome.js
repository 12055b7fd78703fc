// In place of the theme's script of 542 kB: the icons come from the theme's web font.
