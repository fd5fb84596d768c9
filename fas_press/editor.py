"""The editor's settings. Callbacks are names, because TinyMCE's starter would evaluate more than that.

It offers nothing that the sanitiser would take away again.
"""

from typing import Any

from releases.text.sanitize import EDITOR_ELEMENTS, PICTURES_IN_EDITOR

PLUGINS = "autolink lists link charmap searchreplace visualblocks code fullscreen table help wordcount"
TOOLBAR = (
    "undo redo | blocks | bold italic | {insert} | bullist numlist blockquote | table | "
    "charmap searchreplace | removeformat code fullscreen help"
)

TINYMCE_CONFIG: dict[str, Any] = {
    "license_key": "gpl",
    "promotion": False,
    "branding": False,
    "menubar": False,
    "height": 480,
    "toolbar_mode": "wrap",
    "plugins": PLUGINS,
    "toolbar": TOOLBAR.format(insert="link"),
    "block_formats": "Paragraph=p; Heading 2=h2; Heading 3=h3; Heading 4=h4",
    "valid_elements": EDITOR_ELEMENTS,
    # Without a format, Ctrl+U does nothing.
    "formats": {"underline": []},
    "table_toolbar": "tablecaption tabledelete | tableinsertrowbefore tableinsertrowafter tabledeleterow | "
    "tableinsertcolbefore tableinsertcolafter tabledeletecol",
    "table_advtab": False,
    "table_cell_advtab": False,
    "table_row_advtab": False,
    "table_appearance_options": False,
    "table_sizing_mode": "responsive",
    "table_resize_bars": False,
    "object_resizing": False,
    "paste_preprocess": "fasPaste",
    # Without the styles, fasPaste could not tell what was bold in a Google document.
    "paste_webkit_styles": "all",
    "paste_data_images": False,
    "automatic_uploads": False,
    "relative_urls": False,
    "remove_script_host": True,
    "convert_urls": False,
    "browser_spellcheck": True,
    "contextmenu": False,
    "resize": False,
}

# For the text of a release: its pictures come from the library, and what is pasted goes there first.
WITH_PICTURES: dict[str, Any] = {
    "plugins": f"{PLUGINS} image",
    "toolbar": TOOLBAR.format(insert="link image"),
    "valid_elements": f"{EDITOR_ELEMENTS},{PICTURES_IN_EDITOR}",
    "paste_data_images": True,
    "automatic_uploads": True,
    "images_upload_handler": "fasUpload",
    "images_file_types": "jpeg,jpg,png,gif,webp",
    "file_picker_callback": "fasPick",
    "file_picker_types": "image",
    "image_uploadtab": True,
    # What a picture shows, its caption and its size are said in the library, once.
    "image_description": False,
    "image_dimensions": False,
    "content_style": "figure { margin: 1rem 0; } img { max-width: 100%; height: auto; }",
}
