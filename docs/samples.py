"""What the drawn pictures show and no database holds: an office's old list, photos of nameplates, a logo."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

OLD_LIST = """Nama Barang;Merk;Type;Nomor Seri;Tahun;Kondisi;Ruang;Harga
Komputer meja;Lenovo;ThinkCentre M70q;PF3K2201;2023;Baik;Ruang Rapat;11.250.000
Komputer meja;Lenovo;ThinkCentre M70q;PF3K2202;2023;Baik;Ruang Rapat;11.250.000
Komputer meja;Lenovo;ThinkCentre M70q;PF3K2203;2032;Baik;Sekretariat;11.250.000
Laptop;Asus;ExpertBook B1;N9NXCV11;2022;Rusak Ringan;Sekretariat;13.400.000
Laptop;Asus;ExpertBook B1;N9NXCV12;2022;Bagus sekali;Sekretariat;13.400.000
Pencetak;Epson;L5290;X8GW0417;2021;Baik;Loket 1;4.100.000
Switch;Cisco;C1000-24T;FOC2512X0AB;2021;Baik;Ruang Server;18.600.000
Access point;Ubiquiti;U6-Lite;;2022;Baik;Loket 1;2.250.000
"""
PLATE = ("HPE ProLiant DL380 Gen10", "S/N 2M27410XYZ", "800 W  100-240 V~")
COLOURS = ("#5b6770", "#7a6a58", "#4d5f57")


def plates(folder: Path) -> list[Path]:
    """Photos of a nameplate, drawn into a folder."""
    return [_plate(folder / f"pelat-{number}.jpg", colour) for number, colour in enumerate(COLOURS, 1)]


def crest(folder: Path) -> Path:
    """A logo, drawn into a folder."""
    image = Image.new("RGBA", (240, 280), "#00000000")
    pen = ImageDraw.Draw(image)
    pen.polygon(((10, 10), (230, 10), (230, 170), (120, 270), (10, 170)), "#1d4f7c", "#d9a441", 10)
    pen.ellipse((75, 60, 165, 150), "#d9a441")
    image.save(folder / "lambang.png")
    return folder / "lambang.png"


def _plate(path: Path, colour: str) -> Path:
    image = Image.new("RGB", (800, 600), colour)
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((140, 150, 660, 450), 18, "#d9dcdf")
    for line, text in enumerate(PLATE):
        pen.text((180, 190 + 80 * line), text, "#22282c", font_size=36)
    image.save(path)
    return path
