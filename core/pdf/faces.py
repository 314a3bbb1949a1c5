"""The faces that papers are set in: full files with every letter of Kenya's languages, embedded as subsets.

Two traps of xhtml2pdf 0.2.28 are answered by the order here: the regular face of a family comes last (contents
pages would come out bold italic), and each further weight is a family of its own (a weight is only bold or not).
"""

from dataclasses import dataclass
from pathlib import Path

FONTS = Path(__file__).resolve().parent / "fonts"


@dataclass(frozen=True)
class Face:
    """One file of a family."""

    family: str
    file: str
    weight: str = "normal"
    style: str = "normal"

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return FONTS / self.file

    @property
    def rule(self) -> str:
        """Its @font-face rule."""
        return (
            f"@font-face {{ font-family: '{self.family}'; font-weight: {self.weight}; "
            f"font-style: {self.style}; src: url('{self.path}'); }}"
        )

    @property
    def sample(self) -> str:
        """A line set in it, with the letters that other faces lack."""
        css = f"font-family:{self.family};font-weight:{self.weight};font-style:{self.style}"
        return f'<p style="{css}">Mũrang’a Gĩkũyũ ŋ é “–”</p>' if self.family != "Naskh" else ""


FACES = (
    Face("Body", "SourceSans3_700Bold_Italic.ttf", "bold", "italic"),
    Face("Body", "SourceSans3_400Regular_Italic.ttf", "normal", "italic"),
    Face("Body", "SourceSans3_700Bold.ttf", "bold"),
    Face("Body", "SourceSans3_400Regular.ttf"),
    Face("Display", "BarlowCondensed_800ExtraBold.ttf"),
    Face("Head", "BarlowCondensed_600SemiBold.ttf"),
    Face("Label", "BarlowCondensed_700Bold.ttf", "bold"),
    Face("Label", "BarlowCondensed_500Medium.ttf"),
    Face("Naskh", "NotoNaskhArabic_700Bold.ttf", "bold"),
    Face("Naskh", "NotoNaskhArabic_400Regular.ttf"),
)


def font_css() -> str:
    """The @font-face rules of all faces, in the order that works."""
    return "\n".join(face.rule for face in FACES)
