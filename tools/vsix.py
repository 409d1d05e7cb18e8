"""Packages the extension for VS Code: `python tools/vsix.py [FILE]` writes `dist/kehoach-<version>.vsix`.

A .vsix is a zip with a manifest of its own and the types of its files. npm brings the client library and the bundler,
as `tools/vscode/package-lock.json` pins them; the same sources give the same bytes.
"""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "tools" / "vscode"
BUNDLE = SOURCE / "dist" / "extension.js"
TYPES = {
    "json": "application/json",
    "js": "application/javascript",
    "md": "text/markdown",
    "txt": "text/plain",
    "png": "image/png",
    "vsixmanifest": "text/xml",
}
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def version() -> str:
    """The version of kehoach, which the extension has too."""
    namespace = (ROOT / "kehoach" / "__init__.py").read_text(encoding="utf-8")
    return namespace.split('__version__ = "')[1].split('"')[0]


def bundled() -> bytes:
    """The extension and its client library as one file. Raises CalledProcessError where npm or the bundler fails."""
    bundler = SOURCE / "node_modules" / ".bin" / "esbuild"
    if not bundler.exists():
        subprocess.run(
            ["npm", "ci", "--loglevel=error", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=SOURCE, check=True
        )
    subprocess.run(
        [
            str(bundler), "src/extension.js", "--bundle", "--minify", "--platform=node", "--format=cjs",
            "--target=node18", "--external:vscode", "--legal-comments=eof", f"--outfile={BUNDLE}", "--log-level=error",
        ],
        cwd=SOURCE,
        check=True,
    )  # fmt: skip
    return BUNDLE.read_bytes()


def package_json() -> bytes:
    """The extension's description, with the version of kehoach and without what only its making needs."""
    described = json.loads((SOURCE / "package.json").read_text(encoding="utf-8"))
    described["version"] = version()
    del described["devDependencies"]
    return json.dumps(described, ensure_ascii=False, indent=2).encode()


def manifest(described: dict[str, object]) -> bytes:
    """`extension.vsixmanifest`: what the editor reads before it unpacks the rest."""
    engine = described["engines"]["vscode"]  # type: ignore[index]
    assets = {
        "Microsoft.VisualStudio.Code.Manifest": "extension/package.json",
        "Microsoft.VisualStudio.Services.Content.Details": "extension/readme.md",
        "Microsoft.VisualStudio.Services.Content.License": "extension/LICENSE.txt",
    }
    listed = "\n".join(
        f'    <Asset Type={quoteattr(kind)} Path={quoteattr(path)} Addressable="true"/>'
        for kind, path in assets.items()
    )
    return f"""\
<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="vi" Id={quoteattr(str(described["name"]))} Version={quoteattr(str(described["version"]))}\
 Publisher={quoteattr(str(described["publisher"]))}/>
    <DisplayName>{escape(str(described["displayName"]))}</DisplayName>
    <Description xml:space="preserve">{escape(str(described["description"]))}</Description>
    <Tags>yaml,vietnam</Tags>
    <Categories>{escape(",".join(described["categories"]))}</Categories>
    <GalleryFlags>Public</GalleryFlags>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value={quoteattr(str(engine))}/>
      <Property Id="Microsoft.VisualStudio.Code.ExtensionKind" Value="workspace"/>
    </Properties>
    <License>extension/LICENSE.txt</License>
  </Metadata>
  <Installation>
    <InstallationTarget Id="Microsoft.VisualStudio.Code"/>
  </Installation>
  <Dependencies/>
  <Assets>
{listed}
  </Assets>
</PackageManifest>
""".encode()


def content_types(names: list[str]) -> bytes:
    """`[Content_Types].xml`: the type of each ending."""
    endings = sorted({name.rsplit(".", 1)[1] for name in names})
    rows = "".join(f'<Default Extension=".{one}" ContentType="{TYPES[one]}"/>' for one in endings)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{rows}</Types>\n'
    ).encode()


def files(bundle: bytes) -> dict[str, bytes]:
    """Every file of the package by its name, the manifest first."""
    described = package_json()
    found = {
        "extension.vsixmanifest": manifest(json.loads(described)),
        "extension/package.json": described,
        "extension/dist/extension.js": bundle,
        "extension/readme.md": (SOURCE / "README.md").read_bytes(),
        "extension/LICENSE.txt": (ROOT / "LICENSE").read_bytes(),
    }
    return {"[Content_Types].xml": content_types([*found]), **found}


def write(target: Path, bundle: bytes) -> None:
    """Write the package."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files(bundle).items():
            package.writestr(zipfile.ZipInfo(name, LONG_AGO), data, zipfile.ZIP_DEFLATED)


def main() -> None:
    """Bundle and package."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist" / f"kehoach-{version()}.vsix"
    write(target, bundled())
    print(target)


if __name__ == "__main__":
    main()
