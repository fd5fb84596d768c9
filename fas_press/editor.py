"""The editor's settings. Callbacks are names, because TinyMCE's starter would evaluate more than that.

It offers nothing that the sanitiser would take away again.
"""

from releases.text.sanitize import EDITOR_ELEMENTS

TINYMCE_CONFIG = {
    "license_key": "gpl",
    "promotion": False,
    "branding": False,
    "menubar": False,
    "height": 480,
    "toolbar_mode": "wrap",
    "plugins": "autolink lists link charmap searchreplace visualblocks code fullscreen table help wordcount",
    "toolbar": "undo redo | blocks | bold italic | link | bullist numlist blockquote | table | "
    "charmap searchreplace | removeformat code fullscreen help",
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
